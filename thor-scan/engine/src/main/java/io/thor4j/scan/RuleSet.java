package io.thor4j.scan;

import io.thor4j.core.Origin;
import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Compiled rules and who supplied them. Immutable, may be shared by threads. */
record RuleSet(YaraRules rules, RuleSetInfo info) {
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
