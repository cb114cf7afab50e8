package io.thor4j.formats;

import io.thor4j.core.Budget;
import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.BudgetedChildren;
import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.PluginConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Everything that was unpacked of a target, as the scanner does it: members of members, within one budget. */
public final class Unpacked {
    /** One member as it was handed over. */
    public record Member(
            String path,
            List<String> labels,
            byte[] bytes,
            Content.State state,
            @Nullable FileMetadata metadata) {
        /** Returns the content as Latin-1. */
        public String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private final List<Member> members = new ArrayList<>();
    private final Set<String> limits = new TreeSet<>();

    private Unpacked() {}

    /** Unpacks within the default limits. */
    public static Unpacked of(String name, byte[] bytes) {
        return of(name, bytes, ThorLimits.DEFAULT, Map.of());
    }

    /** Unpacks. */
    public static Unpacked of(String name, byte[] bytes, ThorLimits limits, Map<String, String> options) {
        Unpacked result = new Unpacked();
        Extractor extractor = new FormatsProvider().create(new PluginConfig(options, LoggerFactory.getLogger("test")));
        Budget budget = Budget.root(limits, System::nanoTime);
        Element element = Element.of(Target.of(name, bytes), ElementSettings.of(limits));
        result.unpack(extractor, element, budget);
        result.limits.addAll(budget.limitsHit());
        return result;
    }

    private void unpack(Extractor extractor, Element element, Budget budget) {
        if (!extractor.accepts(element)) {
            return;
        }
        Budget own = budget.child(element.size());
        if (own == null) {
            return;
        }
        extractor.extract(element, new BudgetedChildren(element, own, child -> {
            Content content = child.content();
            members.add(new Member(
                    child.name().text(),
                    child.unpackSource(),
                    Arrays.copyOf(content.array(), content.length()),
                    content.state(),
                    child.metadata()));
            if (content.isWhole()) {
                unpack(extractor, child, own);
            }
        }));
    }

    /** Returns all members, each before what is inside it. */
    public List<Member> members() {
        return members;
    }

    /** Returns the members' paths. */
    public List<String> paths() {
        return members.stream().map(Member::path).toList();
    }

    /** Returns the members' contents as Latin-1, by path. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        members.forEach(member -> texts.put(member.path(), member.text()));
        return texts;
    }

    /** Returns the names of the limits that were hit. */
    public Set<String> limits() {
        return limits;
    }
}
