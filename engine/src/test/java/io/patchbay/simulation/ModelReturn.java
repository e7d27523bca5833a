package io.patchbay.simulation;

/** What the model knows of a service that went because of the server and is to come back. */
final class ModelReturn {
    final byte name;
    /** Of the last instance that served: of graces that end at the same time the lower one is over first. */
    final long instance;
    /** When the grace began; less than 0 = it will with the next gateway. */
    long sinceNs;
    /** Another gateway was there when it began, and none has started since. */
    boolean isFirst;

    ModelReturn(final byte name, final long instance, final long sinceNs) {
        this.name = name;
        this.instance = instance;
        this.sinceNs = sinceNs;
        isFirst = sinceNs >= 0;
    }
}
