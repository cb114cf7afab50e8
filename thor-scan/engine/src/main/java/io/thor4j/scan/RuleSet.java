package io.thor4j.scan;

import io.thor4j.core.Origin;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.scan.signature.YaraPart;
import io.thor4j.yara.ThorYaraEngine;
import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Compiled rules and who supplied them. Immutable, may be shared by threads. */
record RuleSet(YaraEngineRules rules, RuleSetInfo info) {
    static RuleSet of(YaraPart part) {
        return new RuleSet(part.rules(), part.info());
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
        YaraEngineRules engineRules = ThorYaraEngine.of(rules);
        return new RuleSet(
                engineRules,
                new RuleSetInfo(
                        "rules",
                        origin,
                        digest(rules),
                        engineRules.rules().size(),
                        RuleFolder.leftOut(engineRules.compilation())));
    }

    private static String digest(YaraRules rules) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                rules.save(out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a stream without a file behind it failed", e);
        }
    }

    Origin origin() {
        return info.origin();
    }

    /** Returns which engine runs the rules, as what detects. */
    PluginInfo detector() {
        String engine = rules.compilation().engine();
        return new PluginInfo(YaraDetector.ID, engine.equals(ThorYaraEngine.ID) ? ThorScanner.version() : engine, null);
    }
}
