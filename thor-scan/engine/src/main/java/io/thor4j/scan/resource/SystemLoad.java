package io.thor4j.scan.resource;

/** What the whole machine is doing. May be shared by threads. */
public interface SystemLoad {
    /** Returns the share of all processors that was busy since the last call, 0 to 100; negative when unknown. */
    double cpuPercent();

    /** Returns the bytes of memory that programs could still get, negative when unknown. */
    long availableMemory();

    /** Returns the bytes of memory of the machine, negative when unknown. */
    long totalMemory();

    /** Returns what this Java machine knows of the system it runs on. */
    static SystemLoad ofThisMachine() {
        return JdkLoad.INSTANCE;
    }
}
