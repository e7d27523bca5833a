/**
 * {@code ./patchbay demo}: the main job on one screen, with a real server, real instances in processes of their own, a kill -9,
 * and the journal replayed and compared with what was seen live.
 */
package io.patchbay.demo;
