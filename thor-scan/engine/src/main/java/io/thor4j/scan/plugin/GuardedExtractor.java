package io.thor4j.scan.plugin;

import io.thor4j.core.Element;
import io.thor4j.core.spi.ChildSink;
import io.thor4j.core.spi.Extractor;
import org.jspecify.annotations.Nullable;

/** A plugin's extractor on a thread that can be abandoned. For one thread. */
public final class GuardedExtractor implements Extractor {
    private final PluginHealth health;
    private final String role;
    private final PluginCaller caller;
    private @Nullable Extractor part;

    /**
     * Guards an extractor.
     *
     * @param health of its plugin
     * @param role for reports
     * @param part the extractor, null when its plugin is suspended already
     * @param caller of the thread that will use it
     */
    public GuardedExtractor(PluginHealth health, String role, @Nullable Extractor part, PluginCaller caller) {
        this.health = health;
        this.role = role;
        this.part = part;
        this.caller = caller;
    }

    /** An answer that arrives on another thread. */
    private static final class Answer {
        private volatile boolean yes;
    }

    @Override
    public boolean accepts(Element element) {
        Answer answer = new Answer();
        run(element, (extractor, lent) -> answer.yes = extractor.accepts(lent));
        return answer.yes;
    }

    /**
     * Hands over the children.
     *
     * @param children hands each child to the engine's thread with {@link PluginCaller#onEngine}, and refuses them when its lent budget is
     *     closed
     */
    @Override
    public void extract(Element element, ChildSink children) {
        run(element, (extractor, lent) -> extractor.extract(lent, children));
    }

    /** What the extractor is to do. */
    @FunctionalInterface
    private interface Work {
        void on(Extractor extractor, Element element);
    }

    private void run(Element element, Work work) {
        Extractor extractor = part;
        Element lent = element.lend();
        PluginTrouble trouble = extractor == null
                ? PluginTrouble.suspended(health.plugin(), role, String.valueOf(health.suspended()))
                : caller.call(health, role, extractor.getClass().getClassLoader(), () -> work.on(extractor, lent));
        if (trouble == null) {
            element.takeBack(lent);
            return;
        }
        if (health.suspended() != null) {
            part = null;
        }
        throw new PluginTroubleException(trouble);
    }
}
