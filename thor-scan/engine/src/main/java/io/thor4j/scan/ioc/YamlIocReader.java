package io.thor4j.scan.ioc;

import io.thor4j.core.LimitException;
import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocPattern;
import io.thor4j.core.ioc.IocPattern.Match;
import io.thor4j.core.ioc.IocSetBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a YAML indicator file of THOR 11 (thor-scanner.md section 2.3). For one file and thread. */
final class YamlIocReader {
    private static final Map<String, IocKind> GROUPS = Map.of(
            "hashes", IocKind.HASH,
            "files", IocKind.FILENAME,
            "c2s", IocKind.DOMAIN,
            "named_pipes", IocKind.NAMED_PIPE,
            "mutexes", IocKind.HANDLE,
            "events", IocKind.HANDLE);

    private final IocSetBuilder set;
    private final PatternCheck patterns;
    private final DiagnosticLog log;
    private @Nullable String description;

    YamlIocReader(IocSetBuilder set, DiagnosticLog log) {
        this.set = set;
        this.log = log;
        this.patterns = new PatternCheck(log);
    }

    void read(InputStream in) throws IOException {
        YamlNode document = YamlDocument.read(in, log);
        if (document == null) {
            return;
        }
        YamlNode groups = document.get("iocs");
        if (groups == null && document.get("detection") != null) {
            log.warning(0, 0, "not used: a Sigma rule", "Sigma rules are not read from signature folders");
        } else if (groups == null || !groups.isMap()) {
            log.error(
                    document.line(),
                    document.column(),
                    "no map \"iocs\"",
                    "hashes, files, c2s, named_pipes, mutexes, events");
        } else {
            String title = document.textAt("title");
            description = document.textAt("description") == null ? title : document.textAt("description");
            groups.fields().forEach(this::group);
        }
    }

    private void group(String name, YamlNode entries) {
        IocKind kind = GROUPS.get(name);
        if (kind == null) {
            log.error(
                    entries.line(),
                    entries.column(),
                    "unknown group " + name,
                    "hashes, files, c2s, named_pipes, mutexes, events");
            return;
        }
        for (YamlNode entry : entries.entries()) {
            try {
                entry(kind, entry);
            } catch (LimitException e) {
                log.error(entry.line(), 0, e.reason() + "; the rest is left out", e.hint());
                return;
            }
        }
    }

    private void entry(IocKind kind, YamlNode entry) {
        boolean whole = kind == IocKind.HANDLE || kind == IocKind.NAMED_PIPE;
        IocPattern pattern = pattern(kind, entry, whole ? Match.EQUALS : Match.CONTAINS);
        Integer score = score(kind, entry);
        if (pattern == null || score == null) {
            return;
        }
        List<IocPattern> exceptions = new ArrayList<>();
        YamlNode given = entry.get("false_positives");
        for (YamlNode exception : given == null ? List.<YamlNode>of() : given.entries()) {
            IocPattern known = pattern(kind, exception, Match.CONTAINS);
            if (known == null) {
                return;
            }
            exceptions.add(known);
        }
        IocNote note = new IocNote(score, description, log.file());
        String value = pattern.text();
        boolean regex = pattern.match() == Match.REGEX;
        if (kind == IocKind.HASH) {
            if (regex || !IocSetBuilder.isHash(value)) {
                log.error(entry.line(), entry.column(), "not a hash: " + value, "32, 40 or 64 hex digits");
            } else {
                set.hash(value, note);
            }
        } else if (kind == IocKind.DOMAIN && !regex && exceptions.isEmpty() && IocSetBuilder.isHost(value)) {
            set.host(value, note);
        } else {
            set.add(new Ioc(kind, pattern, note, exceptions));
        }
    }

    private @Nullable IocPattern pattern(IocKind kind, YamlNode entry, Match plain) {
        String value = entry.textAt("value");
        if (value == null) {
            log.error(entry.line(), entry.column(), "an entry without value", "value: ...");
            return null;
        }
        String type = entry.textAt("type");
        if (type != null && !type.equals("plain") && !type.equals("regex")) {
            log.error(entry.line(), entry.column(), "unknown type " + type, "plain or regex");
            return null;
        }
        boolean caseSensitive = "true".equals(entry.textAt("case_sensitive"));
        IocPattern pattern = new IocPattern(value, "regex".equals(type) ? Match.REGEX : plain, caseSensitive);
        YamlNode at = entry.get("value");
        return patterns.check(pattern, kind == IocKind.FILENAME, entry.line(), at == null ? 1 : at.column())
                ? pattern
                : null;
    }

    private @Nullable Integer score(IocKind kind, YamlNode entry) {
        YamlNode node = entry.get("score");
        if (node == null) {
            return kind.defaultScore();
        }
        try {
            int score = Integer.parseInt(String.valueOf(node.text()).strip());
            if (score >= -IocNote.MAX_SCORE && score <= IocNote.MAX_SCORE) {
                return score;
            }
        } catch (NumberFormatException e) {
            log.error(node.line(), node.column(), "not a score: " + node.text(), "-100 to 100");
            return null;
        }
        log.error(node.line(), node.column(), "score " + node.text() + " is not between -100 and 100", null);
        return null;
    }
}
