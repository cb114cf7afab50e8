package io.thor4j.scan.mode;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.scan.resource.SystemLoad;
import java.util.List;
import java.util.Map;

/**
 * How thorough a scan is: THOR's modes {@code default}, {@code soft}, {@code quick}, {@code intense} and {@code lab}
 * (reference/thor-scanner.md section 4.2), as far as they say something about files. Their values are in the resource
 * {@code modes.txt}, which also tells where they differ from THOR's. Immutable, may be shared by threads.
 *
 * @param name the mode's name
 * @param content which files are looked into
 * @param deepDive which large files are scanned in windows
 * @param threads scanning threads, 0 for as many as there are processors
 * @param softBelowCores with fewer processors the mode gives way to soft; 0 for never
 * @param softBelowMemory with fewer bytes of memory the mode gives way to soft; 0 for never
 * @param limits the limits that the mode sets; all others keep their value
 */
public record ScanMode(
        String name,
        ContentSelection content,
        DeepDive deepDive,
        int threads,
        int softBelowCores,
        long softBelowMemory,
        Map<Limit, Long> limits) {
    /** Makes the mode; the map is copied. */
    public ScanMode {
        limits = Map.copyOf(limits);
    }

    /** Returns all modes in the order of the table. */
    public static List<ScanMode> all() {
        return ModeTable.MODES;
    }

    /**
     * Returns a mode.
     *
     * @param name its name, in lower case
     * @return the mode
     * @throws IllegalArgumentException when there is none of this name
     */
    public static ScanMode of(String name) {
        for (ScanMode mode : ModeTable.MODES) {
            if (mode.name.equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("there is no mode '" + name + "': "
                + String.join(", ", ModeTable.MODES.stream().map(ScanMode::name).toList()));
    }

    /** Returns the mode for this machine: THOR turns to soft on small ones. */
    public ScanMode onThisMachine() {
        return on(
                Runtime.getRuntime().availableProcessors(),
                SystemLoad.ofThisMachine().totalMemory());
    }

    /**
     * Returns the mode for a machine.
     *
     * @param processors how many it has
     * @param memory its bytes of memory, negative when unknown
     * @return this mode or soft
     */
    public ScanMode on(int processors, long memory) {
        boolean small = processors < softBelowCores || (memory >= 0 && memory < softBelowMemory);
        return small ? of("soft") : this;
    }

    /**
     * Returns limits with those of the mode.
     *
     * @param base the other limits
     */
    public ThorLimits applyTo(ThorLimits base) {
        ThorLimits.Builder builder = base.toBuilder();
        limits.forEach(builder::set);
        return builder.build();
    }
}
