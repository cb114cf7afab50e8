package io.thor4j.scan.plugin;

import io.thor4j.core.Budget;
import io.thor4j.core.Element;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import org.jspecify.annotations.Nullable;

/** A plugin's detector on a thread that can be abandoned. For one thread. */
public final class GuardedDetector implements Detector {
    private final PluginHealth health;
    private final String role;
    private final PluginCaller caller;
    private @Nullable Detector part;

    /**
     * Guards a detector.
     *
     * @param health of its plugin
     * @param role for reports
     * @param part the detector, null when its plugin is suspended already
     * @param caller of the thread that will use it
     */
    public GuardedDetector(PluginHealth health, String role, @Nullable Detector part, PluginCaller caller) {
        this.health = health;
        this.role = role;
        this.part = part;
        this.caller = caller;
    }

    @Override
    public void detect(Element element, DetectionContext context) {
        Element lent = element.lend();
        Budget budget = context.budget().lend();
        Reasons reasons = new Reasons(budget);
        Detector detector = part;
        PluginTrouble trouble = detector == null
                ? PluginTrouble.suspended(health.plugin(), role, String.valueOf(health.suspended()))
                : caller.call(health, role, detector.getClass().getClassLoader(), () -> detector.detect(lent, reasons));
        budget.close();
        /* What was reported before it went wrong counts. */
        reasons.close().forEach(context::report);
        if (trouble == null) {
            element.takeBack(lent);
            return;
        }
        if (health.suspended() != null) {
            /* With it goes all that it holds in memory. */
            part = null;
        }
        throw new PluginTroubleException(trouble);
    }

    @Override
    public void close() {
        Detector detector = part;
        if (detector != null && health.suspended() == null) {
            PluginTrouble trouble =
                    caller.call(health, role, detector.getClass().getClassLoader(), detector::close);
            if (trouble != null) {
                throw new PluginTroubleException(trouble);
            }
        }
    }
}
