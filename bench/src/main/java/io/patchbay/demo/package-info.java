/**
 * The demo, {@code ./patchbay demo}, which shows Patchbay's main job on one screen.
 *
 * <p>It runs a real server and instances in processes of their own. It kills one with {@code kill -9}, replays the journal, and
 * compares the replay with what was received live.
 */
package io.patchbay.demo;
