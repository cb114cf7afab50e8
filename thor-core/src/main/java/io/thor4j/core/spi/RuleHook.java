package io.thor4j.core.spi;

import io.thor4j.core.Element;
import io.thor4j.core.Reason;
import java.util.List;

/** Called when a rule with a certain tag matched. Used by several threads at the same time, each with an element of its own. */
@FunctionalInterface
public interface RuleHook {
    /**
     * Works on an element, once however many rules with the tag matched. What is thrown ends this hook's work on this element only; what it
     * handed over before stands.
     *
     * @param element what matched; it must not be kept after the call
     * @param reasons the matches of rules with the tag, at least one, in the order in which they were found
     * @param context takes findings and extracted data
     */
    void matched(Element element, List<Reason> reasons, HookContext context);
}
