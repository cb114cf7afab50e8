package io.thor4j.scan.plugin;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how much a thread has allocated, on JVMs that count it. Stateless. */
final class AllocationMeter {
    private static final Logger LOG = LoggerFactory.getLogger(AllocationMeter.class);
    private static final boolean AVAILABLE = available();

    private AllocationMeter() {}

    private static boolean available() {
        try {
            return Sun.isOn();
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("this JVM does not count allocated bytes by thread", e);
            return false;
        }
    }

    /**
     * Reads the bytes that a thread has allocated since it began.
     *
     * @param thread the thread's id
     * @return the bytes, negative when the JVM does not tell or the thread has ended
     */
    static long allocated(long thread) {
        return AVAILABLE ? Sun.allocated(thread) : -1;
    }

    /* A class of its own: the module jdk.management may be missing, then loading this fails and nothing else. */
    private static final class Sun {
        private Sun() {}

        static boolean isOn() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            return threads instanceof com.sun.management.ThreadMXBean bean
                    && bean.isThreadAllocatedMemorySupported()
                    && bean.isThreadAllocatedMemoryEnabled();
        }

        static long allocated(long thread) {
            return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                    .getThreadAllocatedBytes(thread);
        }
    }
}
