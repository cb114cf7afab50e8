package io.thor4j.scan;

import io.thor4j.core.Origin;
import io.thor4j.scan.signature.YaraPart;
import io.thor4j.scan.signature.YaraType;
import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Compiled rules and who supplied them. Immutable, may be shared by threads.
 *
 * @param rules the rules
 * @param info where they come from
 * @param type what they look at; null for every element
 */
record RuleSet(YaraRules rules, RuleSetInfo info, @Nullable YaraType type) {
    /** Makes rules that look at every element. */
    RuleSet(YaraRules rules, RuleSetInfo info) {
        this(rules, info, null);
    }

    static RuleSet of(YaraPart part) {
        return new RuleSet(part.rules(), part.info(), part.type());
    }

    static RuleSet of(RuleFolder folder, Origin origin) {
        return new RuleSet(
                folder.rules(),
                new RuleSetInfo(
                        folder.name(),
                        origin,
                        folder.digest(),
                        folder.rules().rules().size(),
                        folder.leftOut()));
    }

    static RuleSet of(YaraRules rules, Origin origin) {
        MessageDigest digest = RuleFolder.sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            rules.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a stream without a file behind it failed", e);
        }
        return new RuleSet(
                rules,
                new RuleSetInfo(
                        "rules",
                        origin,
                        HexFormat.of().formatHex(digest.digest()),
                        rules.rules().size(),
                        RuleFolder.leftOut(rules)));
    }

    Origin origin() {
        return info.origin();
    }
}
