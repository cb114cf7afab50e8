package io.thor4j.scan.plugin;

import io.thor4j.core.Assessment;
import io.thor4j.core.Budget;
import io.thor4j.core.Element;
import io.thor4j.core.Level;
import io.thor4j.core.Reason;
import io.thor4j.core.spi.ChildSink;
import io.thor4j.core.spi.PostProcessingHook;
import io.thor4j.core.spi.RuleHook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls the hooks of one thread's elements. For one thread. */
public final class HookRunner {
    private static final String RULE_HOOK = "rule hook";

    /** For reports. */
    public static final String POST_PROCESSING = "post-processing hook";

    private final HookSet hooks;
    private final PluginCaller caller;

    /**
     * Makes the runner of a thread.
     *
     * @param hooks what to call
     * @param caller the thread's caller
     */
    public HookRunner(HookSet hooks, PluginCaller caller) {
        this.hooks = hooks;
        this.caller = caller;
    }

    /** What the engine does for the hooks of one element; on the engine's thread. */
    public interface Engine {
        /** Returns a sink for children of the element that spends from a budget which was lent; null when it lies too deep. */
        @Nullable
        LentChildren children();

        /** Writes a message, whose fields begin with the plugin's id. */
        void log(Level level, String text, Map<String, String> fields);

        /** Takes what went wrong. */
        void trouble(PluginTrouble trouble);
    }

    /**
     * A sink for children and the budget that it spends from.
     *
     * @param sink takes children on any thread
     * @param budget to be closed after the call
     */
    public record LentChildren(ChildSink sink, Budget budget) {}

    /**
     * Calls the hooks for the tags of the rules that matched.
     *
     * @param element what matched
     * @param reasons all reasons of the element
     * @param budget the element's budget
     * @param report takes the hooks' own reasons
     * @param engine serves the hooks
     */
    public void ruleHooks(
            Element element, List<Reason> reasons, Budget budget, Consumer<Reason> report, Engine engine) {
        Map<String, List<Reason>> byTag = new LinkedHashMap<>();
        for (Reason reason : reasons) {
            for (String tag : reason.signature().tags()) {
                if (hooks.hasTag(tag)) {
                    byTag.computeIfAbsent(tag, t -> new ArrayList<>()).add(reason);
                }
            }
        }
        byTag.forEach((tag, matched) -> {
            for (HookSet.Hook<RuleHook> hook : hooks.ruleHooks(tag)) {
                call(element, List.copyOf(matched), budget, hook, report, engine);
            }
        });
    }

    private void call(
            Element element,
            List<Reason> matched,
            Budget budget,
            HookSet.Hook<RuleHook> hook,
            Consumer<Reason> report,
            Engine engine) {
        Element lent = element.lend();
        LentContext context = new LentContext(hook.plugin().plugin(), budget.lend(), engine);
        PluginTrouble trouble = hook.call(caller, RULE_HOOK, called -> called.matched(lent, matched, context));
        context.close().forEach(report);
        if (trouble == null) {
            element.takeBack(lent);
        } else {
            engine.trouble(trouble);
        }
    }

    /**
     * Calls the post-processing hooks.
     *
     * @param element what was judged, with its content
     * @param assessment the verdict, null when there is none
     * @param trouble takes what went wrong
     */
    public void assessed(Element element, @Nullable Assessment assessment, Consumer<PluginTrouble> trouble) {
        for (HookSet.Hook<PostProcessingHook> hook : hooks.postProcessing()) {
            if (assessment == null && !hook.everyElement()) {
                continue;
            }
            Element lent = element.lend();
            Assessment shown = assessment == null ? null : Assessments.with(assessment, lent);
            PluginTrouble problem = hook.call(caller, POST_PROCESSING, called -> called.assessed(lent, shown));
            if (problem != null) {
                trouble.accept(problem);
            }
        }
    }
}
