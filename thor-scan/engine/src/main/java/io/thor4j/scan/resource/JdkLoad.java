package io.thor4j.scan.resource;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the JDK, and Linux itself for the memory. May be shared by threads. */
final class JdkLoad implements SystemLoad {
    /*
     * The JDK tells the memory that nobody uses. That is what can be had on Windows. On Linux most of the free memory is lent to file
     * caches, and /proc/meminfo says what could be taken back (proc(5), MemAvailable). On macOS nobody says, so there it is unknown
     * rather than always alarmingly low.
     */
    static final JdkLoad INSTANCE = new JdkLoad(Path.of("/proc/meminfo"));

    private static final Logger LOG = LoggerFactory.getLogger(JdkLoad.class);
    private static final long UNKNOWN = -1;
    private static final long KIB = 1_024;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Path memoryInfo;

    JdkLoad(Path memoryInfo) {
        this.memoryInfo = memoryInfo;
    }

    @Override
    public double cpuPercent() {
        double load = system.getCpuLoad();
        return Double.isNaN(load) ? UNKNOWN : load * 100;
    }

    @Override
    public long availableMemory() {
        if (Files.exists(memoryInfo)) {
            try {
                return available(Files.readAllLines(memoryInfo, StandardCharsets.US_ASCII));
            } catch (IOException | SecurityException e) {
                LOG.debug("no memory information", e);
                return UNKNOWN;
            }
        }
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return windows ? system.getFreeMemorySize() : UNKNOWN;
    }

    static long available(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" +", -1);
            if (words[0].equals("MemAvailable:") && words.length > 1) {
                try {
                    return Long.parseLong(words[1]) * KIB;
                } catch (NumberFormatException e) {
                    return UNKNOWN;
                }
            }
        }
        return UNKNOWN;
    }

    @Override
    public long totalMemory() {
        return system.getTotalMemorySize();
    }
}
