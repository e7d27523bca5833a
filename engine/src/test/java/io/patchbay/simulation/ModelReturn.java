package io.patchbay.simulation;

/** The model's state of a service that is expected back. */
final class ModelReturn {
    final byte name;
    /** Id of the last instance that served. Of graces that end at the same time, that with the lower id is over first. */
    final long instance;
    /** Time when the grace began; less than 0 = it begins with the next gateway. */
    long sinceNs;
    /** Whether another gateway was running when the grace began and none has started since. */
    boolean isFirst;

    ModelReturn(final byte name, final long instance, final long sinceNs) {
        this.name = name;
        this.instance = instance;
        this.sinceNs = sinceNs;
        isFirst = sinceNs >= 0;
    }
}
