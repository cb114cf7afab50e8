package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Element;
import io.thor4j.core.HashAlgorithm;
import io.thor4j.core.Hashes;
import io.thor4j.core.Level;
import io.thor4j.core.MatchedString;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Outcome;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.spi.ChildSink;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.scan.signature.SignatureContainer;
import io.thor4j.scan.signature.SignatureKey;
import io.thor4j.scan.signature.SignatureOptions;
import io.thor4j.scan.signature.SignatureSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signature folders at work, through the public scanner. */
class SignatureScanTest {
    private static final byte[] EVIL = "an evil file".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path root;

    private final RecordingSink sink = new RecordingSink();

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String hash(HashAlgorithm algorithm) {
        return Hashes.one(algorithm, EVIL, EVIL.length);
    }

    private SignatureSet load() throws IOException {
        return SignatureSet.load(root.resolve("signatures"));
    }

    private ScanReport scan(Target... targets) throws IOException {
        return TestScans.scanner().signatures(load()).sink(sink).build().scan(targets);
    }

    private List<String> summaries(int assessment) {
        return sink.assessments.get(assessment).reasons().stream()
                .map(Reason::summary)
                .toList();
    }

    @Test
    void hashesAndPathsOfFilesAreJudgedTogether() throws Exception {
        write("signatures/my-hashes.txt", hash(HashAlgorithm.SHA1) + ";70;Evil Campaign\n");
        write("signatures/filenames.txt", "# Odd names\n\\\\Temp\\\\[a-z]+\\.bin$;60\n");
        ScanReport report =
                scan(Target.of("/x/Temp/abc.bin", EVIL), Target.of("/x/other", EVIL), Target.of("/x/o", new byte[3]));
        assertEquals(2, sink.assessments.size());
        assertEquals(
                List.of("Hash IOC " + hash(HashAlgorithm.SHA1), "Filename IOC \\\\Temp\\\\[a-z]+\\.bin$"),
                summaries(0));
        Reason byHash = sink.assessments.get(0).reasons().get(0);
        assertEquals("Evil Campaign", byHash.signature().description());
        assertEquals("Hash IOC", byHash.signature().kind().text());
        assertEquals("/hashes/sha1", byHash.matched().get(0).field());
        assertEquals(hash(HashAlgorithm.SHA1), sink.assessments.get(0).subject().resolve("/hashes/sha1"));
        MatchedString byName =
                sink.assessments.get(0).reasons().get(1).matched().get(0);
        assertEquals("/Temp/abc.bin", byName.data().data());
        assertEquals("/path", byName.field());
        assertEquals(2L, byName.offset());
        assertEquals(
                "Odd names",
                sink.assessments.get(0).reasons().get(1).signature().description());
        assertEquals(2, report.ledger().count(Outcome.Kind.MATCHED));
    }

    @Test
    void aTrustedHashOutweighsAName() throws Exception {
        write("signatures/filename-iocs.txt", "evil;60\n");
        write("signatures/trusted-hash-iocs.txt", hash(HashAlgorithm.MD5) + ";our own\n");
        ScanReport report = scan(Target.of("/x/evil", EVIL));
        assertEquals(0, report.count(Level.WARNING));
        write(
                "signatures/trusted-hash-iocs.txt",
                hash(HashAlgorithm.MD5).replace('0', '1').replace('a', 'b') + ";other\n");
        assertEquals(1, scan(Target.of("/x/evil", EVIL)).count(Level.WARNING));
    }

    @Test
    void yaraRulesLookAtWhatTheirFilesNameSays() throws Exception {
        String rule = "rule %s { meta: score = 70 strings: $a = \"marker\" condition: $a }\n";
        write("signatures/yara/generic.yar", rule.formatted("Generic"));
        write("signatures/yara/my_log_rule.yar", rule.formatted("OnLogs"));
        write("signatures/yara/keyword-rules.yar", rule.formatted("OnWords"));
        write("signatures/yara/registry_exe_in_value.yar", rule.formatted("OnRegistry"));
        write("signatures/yara/catalog.yar", rule.formatted("Catalog"));
        write(
                "signatures/yara/meta.yar",
                "rule Head { meta: score = 70 condition: filename == \"big\" and filesize == 2048 }\n");
        records(
                (file, children) -> {
                    children.record(ObservedObject.logLine(0, "a marker"), "a marker");
                    children.record(
                            ObservedObject.builder("registry value")
                                    .set("key", "K")
                                    .set("value", "marker")
                                    .build(),
                            "K;V;marker");
                },
                Target.of("/x/file", "a marker".getBytes(StandardCharsets.UTF_8)),
                Target.of("/x/big", new byte[5_000]));
        assertEquals(
                List.of(
                        "file YARA rule Catalog",
                        "file YARA rule Generic",
                        "log line YARA rule OnLogs",
                        "log line YARA rule OnWords",
                        "registry value YARA rule OnRegistry",
                        "registry value YARA rule OnWords",
                        "file YARA rule Head"),
                sink.assessments.stream()
                        .flatMap(found -> found.reasons().stream()
                                .map(reason -> found.subject().type() + " " + reason.summary()))
                        .toList());
    }

    private void records(BiConsumer<Element, ChildSink> records, Target... targets) throws IOException {
        ExtractorProvider provider = TestPlugins.extractor("records", "", (element, children) -> {
            if (element.name().fileName().equals("file") && element.type().equals("file")) {
                records.accept(element, children);
            }
        });
        TestScans.scanner()
                .signatures(load())
                .extractors(List.of(provider))
                .sink(sink)
                .build()
                .scan(targets);
    }

    @Test
    void recordsAreJudgedByWhatTheirFieldsMean() throws Exception {
        write("signatures/keywords.txt", "sekurlsa::logonpasswords\n");
        write("signatures/c2.txt", "evil.example\n10.0.0.0/8;70\n");
        write("signatures/handles.txt", "evilmutex;x\n");
        write("signatures/pipes.txt", "evilpipe;80;x\n");
        write("signatures/filename.txt", "\\\\nmap.exe;70\n");
        write("signatures/hash.txt", "e19d1b7a1b1f8b6c2d4e5f60718293a4b5c6d7e8;x\n");
        records(
                (file, children) -> {
                    children.record(ObservedObject.logLine(4, "ran C:\\t\\nmap.exe"), "");
                    children.record(ObservedObject.logLine(5, "sekurlsa::logonpasswords to a.evil.example:443"), "");
                    children.record(
                            ObservedObject.builder("mutex")
                                    .set("mutex", "Global\\evilmutex")
                                    .build(),
                            "");
                    children.record(
                            ObservedObject.builder("named pipe")
                                    .set("pipe", "EvilPipe")
                                    .build(),
                            "");
                    children.record(
                            ObservedObject.builder("DNS cache entry")
                                    .set("host", "x.evil.example")
                                    .set("ip", "10.1.1.1")
                                    .build(),
                            "");
                    children.record(
                            ObservedObject.builder("AmCache entry")
                                    .set("sha1", "E19D1B7A1B1F8B6C2D4E5F60718293A4B5C6D7E8")
                                    .build(),
                            "");
                    children.record(
                            ObservedObject.builder("mutex")
                                    .set("mutex", "evil.example")
                                    .build(),
                            "");
                },
                Target.of("/x/file", EVIL));
        assertEquals(
                List.of(
                        "log line Filename IOC \\\\nmap.exe /line 8",
                        "log line Domain IOC evil.example /line 28",
                        "log line Keyword IOC sekurlsa::logonpasswords /line 0",
                        "mutex Handle IOC evilmutex /mutex 0",
                        "named pipe Named Pipe IOC evilpipe /pipe 0",
                        "DNS cache entry Domain IOC evil.example /host 0",
                        "DNS cache entry Domain IOC 10.1.1.1 /ip 0",
                        "AmCache entry Hash IOC e19d1b7a1b1f8b6c2d4e5f60718293a4b5c6d7e8 /sha1 0"),
                sink.assessments.stream()
                        .flatMap(found -> found.reasons().stream()
                                .map(reason -> found.subject().type() + " " + reason.summary() + " "
                                        + reason.matched().get(0).field() + " "
                                        + reason.matched().get(0).offset()))
                        .toList());
    }

    @Test
    void oneBadLineOrRuleNeverCostsTheRest() throws Exception {
        write("signatures/hash.txt", "nonsense\n" + hash(HashAlgorithm.SHA256) + ";x\n");
        write("signatures/a.yar", "rule Bad { condition: nothing }\nrule Good { meta: score = 70 condition: true }\n");
        write("signatures/readme.txt", "no signatures here\n");
        ScanReport report = scan(Target.of("/x/file", EVIL));
        assertEquals(2, sink.assessments.get(0).reasons().size());
        assertEquals(
                List.of(
                        "readme.txt: warning: not used: its name does not say what is in it (a word of its own in the name: c2, domains,"
                                + " filename, hash, keyword, trusted-hash, handles or pipes)",
                        "hash.txt:1:1: error: not a hash: nonsense (32, 40 or 64 hex digits)",
                        "a.yar:1:23: error: rule Bad: undefined identifier \"nothing\" (an external variable has to be defined:"
                                + " --define NAME=VALUE, or YaraRules.Builder.define())"),
                report.signatures().diagnostics().stream().map(Object::toString).toList());
        assertEquals(2, report.signatures().errors());
    }

    @Test
    void theDigestIsSaidAndTellsSetsApart() throws Exception {
        write("signatures/hash.txt", hash(HashAlgorithm.SHA256) + ";x\n");
        ScanReport one = scan(Target.of("/x/file", EVIL));
        assertEquals(
                one.signatures().digest(),
                sink.withText("Signatures loaded").get(0).fields().get("sha256"));
        assertEquals(64, one.signatures().digest().length());
        assertEquals(one.signatures().digest(), load().digest());
        write("signatures/hash.txt", hash(HashAlgorithm.SHA256) + ";y\n");
        assertNotEquals(one.signatures().digest(), load().digest());
    }

    @Test
    void newSignaturesAreUsedByTheNextScan() throws Exception {
        write("signatures/filename.txt", "first;70\n");
        SignatureSet first = load();
        ThorScanner scanner = TestScans.scanner().signatures(first).sink(sink).build();
        scanner.scan(Target.of("/x/second", EVIL));
        assertEquals(0, sink.assessments.size());
        assertSame(first, first.reload());
        write("signatures/filename.txt", "second;70\n");
        scanner.signatures(first.reload());
        scanner.scan(Target.of("/x/second", EVIL));
        assertEquals(1, sink.assessments.size());
        assertEquals(List.of("Filename IOC second"), summaries(0));
    }

    @Test
    void aReloadSeesAChangeThatKeepsSizeAndTime() throws Exception {
        Path file = write("signatures/filename.txt", "first;70\n");
        SignatureSet first = load();
        FileTime time = Files.getLastModifiedTime(file);
        write("signatures/filename.txt", "other;70\n");
        Files.setLastModifiedTime(file, time);
        assertEquals(1, first.reload().iocs().path("other").size(), "changed within the file system's clock");
    }

    @Test
    void anUntouchedOldFileIsTheSameAgain() throws Exception {
        Path file = write("signatures/filename.txt", "first;70\n");
        Files.setLastModifiedTime(file, FileTime.from(TestScans.NOW.minusSeconds(86_400L * 365)));
        SignatureSet first = load();
        write("signatures/c2.txt", "evil.example\n");
        SignatureSet second = first.reload();
        assertEquals(1, second.iocs().path("first").size());
        assertSame(first.iocs().sets().get(0), second.iocs().sets().get(1));
        write("signatures/filename.txt", "newer;70\n");
        assertEquals(1, second.reload().iocs().path("newer").size());
    }

    @Test
    void encryptedFilesAreUsedWithTheirKeyOnly() throws Exception {
        SignatureKey key = SignatureKey.of(new byte[32]);
        byte[] plain = (hash(HashAlgorithm.SHA256) + ";x\n").getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(root.resolve("signatures"));
        Files.write(root.resolve("signatures/my-hash.dat"), SignatureContainer.encrypt(plain, key));
        SignatureSet closed = load();
        assertEquals(0, closed.info().signatures());
        assertEquals(
                "my-hash.dat: error: encrypted, and no key was given",
                closed.info().diagnostics().get(0).toString());
        SignatureSet open = SignatureSet.load(
                root.resolve("signatures"), SignatureOptions.DEFAULT.withKeys(List.of(SignatureKey.of(new byte[32]))));
        assertEquals(List.of(), open.info().diagnostics());
        ScanReport report = TestScans.scanner().signatures(open).build().scan(Target.of("/x", EVIL));
        assertTrue(report.count(Level.ALERT) == 1);
    }

    @Test
    void yamlFilesOfThor11AreUsed() throws Exception {
        write("signatures/iocs/campaign.yml", """
                title: Some campaign
                description: What it is about
                date: 2026-01-01
                iocs:
                  hashes:
                    - value: %s
                      score: 80
                  files:
                    - value: \\\\evil[0-9]\\.bin$
                      type: regex
                      score: 70
                      false_positives:
                        value: goodware
                        case_sensitive: false
                    - value: /tmp/dropper
                  c2s:
                    - value: evil.example
                  named_pipes:
                    - value: evilpipe
                      score: 65
                  mutexes:
                    - value: evilmutex
                      case_sensitive: true
                  events:
                    - value: evil.*
                      type: regex
                """.formatted(hash(HashAlgorithm.SHA256)));
        SignatureSet set = load();
        assertEquals(List.of(), set.info().diagnostics());
        assertEquals(
                "{hash=1, filename=2, domain=1, handle=2, named pipe=1}",
                set.info().counts().toString());
        scan(
                Target.of("C:\\x\\evil7.bin", EVIL),
                Target.of("/GOODWARE/evil7.bin", new byte[1]),
                Target.of("/TMP/dropper.sh", new byte[1]));
        assertEquals(
                List.of(
                        "80 Hash IOC " + hash(HashAlgorithm.SHA256),
                        "70 Filename IOC \\\\evil[0-9]\\.bin$",
                        "60 Filename IOC /tmp/dropper"),
                sink.assessments.stream()
                        .flatMap(found -> found.reasons().stream())
                        .map(reason -> reason.signature().score() + " " + reason.summary())
                        .toList());
        assertEquals(
                "What it is about",
                sink.assessments.get(0).reasons().get(0).signature().description());
        assertEquals(1, set.iocs().host("a.evil.example").size());
        assertEquals(1, set.iocs().pipe("EVILPIPE").size());
        assertEquals(0, set.iocs().pipe("evilpipe2").size());
        assertEquals(2, set.iocs().handle("evilmutex").size());
        assertEquals(1, set.iocs().handle("EVILMUTEX").size());
    }

    @Test
    void badYamlEntriesAreNamedByTheirPlace() throws Exception {
        write("signatures/a.yml", """
                iocs:
                  hashes:
                    - value: nonsense
                  files:
                    - value: "(open"
                      type: regex
                    - value: fine
                      score: 700
                    - score: 60
                    - value: good
                  other: []
                """);
        write("signatures/b.yml", "iocs: {hashes: [}\n");
        write("signatures/c.yml", "a: &x [1]\niocs: *x\n");
        write("signatures/sigma.yml", "title: x\nlogsource: {}\ndetection: {}\n");
        SignatureSet set = load();
        assertEquals("{filename=1}", set.info().counts().toString());
        assertEquals(
                List.of(
                        "a.yml:3:7: error: not a hash: nonsense (32, 40 or 64 hex digits)",
                        "a.yml:5:14: error: bad regex: missing ) (write \\( for a literal parenthesis)",
                        "a.yml:8:14: error: score 700 is not between -100 and 100",
                        "a.yml:9:7: error: an entry without value (value: ...)",
                        "a.yml:11:10: error: unknown group other (hashes, files, c2s, named_pipes, mutexes, events)",
                        "b.yml:1:17: error: bad YAML: expected the node content, but found '}'",
                        "c.yml:2:7: error: aliases are not used in signature files",
                        "sigma.yml: warning: not used: a Sigma rule (Sigma rules are not read from signature folders)"),
                set.info().diagnostics().stream().map(Object::toString).toList());
    }

    private static String indicator(String name, String pattern) {
        return "{\"type\":\"indicator\",\"id\":\"indicator--" + name + "\",\"name\":\"" + name
                + "\",\"pattern_type\":\"stix\",\"pattern\":\""
                + pattern.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
    }

    @Test
    void stixPatternsOverFilesAndRegistryKeysAreUsed() throws Exception {
        write(
                "signatures/bundle.json",
                "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[{\"type\":\"identity\",\"name\":\"x\"},"
                        + String.join(
                                ",\n",
                                indicator(
                                        "hash",
                                        "[file:hashes.'SHA-256' = '"
                                                + hash(HashAlgorithm.SHA256).toUpperCase() + "']"),
                                indicator("both", "[file:name = 'a.bin' AND file:size > 5]"),
                                indicator("size", "[file:name = 'a.bin' AND file:size > 5000]"),
                                indicator(
                                        "like",
                                        "[file:parent_directory_ref.path LIKE '%x_y%' OR file:name MATCHES '^zz']"),
                                indicator(
                                        "not",
                                        "[file:name != 'a.bin' AND file:hashes.MD5 IN ('" + hash(HashAlgorithm.MD5)
                                                + "')]"),
                                indicator("two", "[file:name = 'a'] OR ([file:name = 'b'])"),
                                indicator(
                                        "run",
                                        "[win-registry-key:key LIKE '%\\\\Run\\\\%' AND win-registry-key:values[*].data MATCHES 'evil']"),
                                indicator(
                                        "host",
                                        "[domain-name:value = 'evil.example'] OR [ipv4-addr:value = '192.0.2.1']"),
                                indicator("bad", "[file:name = ]"),
                                indicator("unknown", "[process:pid = 5]"),
                                indicator("many", "[file:name = 'a'] AND [file:name = 'b']"))
                        + "]}");
        SignatureSet set = load();
        assertEquals("{domain=2, stix=7}", set.info().counts().toString());
        assertEquals(
                List.of(
                        "bundle.json:9: error: indicator--bad: pattern, character 14: expected a text in quotes",
                        "bundle.json:10: error: indicator--unknown: pattern, character 2: nothing here is known of process:pid",
                        "bundle.json:11: error: indicator--many: pattern, character 19: needs several observations, an element is one"),
                set.info().diagnostics().stream().map(Object::toString).toList());
        records(
                (file, children) -> children.record(
                        ObservedObject.builder("registry value")
                                .set("key", "Software\\Run\\x")
                                .set("value", "C:\\evil.exe")
                                .build(),
                        ""),
                Target.of("/d/a.bin", EVIL),
                Target.of("/xzy/b", new byte[1]),
                Target.of("/d/file", EVIL));
        assertEquals(
                List.of(
                        "file STIX IOC both",
                        "file STIX IOC hash",
                        "file STIX IOC like",
                        "file STIX IOC two",
                        "file STIX IOC hash",
                        "file STIX IOC not",
                        "registry value STIX IOC run"),
                sink.assessments.stream()
                        .flatMap(found -> found.reasons().stream()
                                .map(reason -> found.subject().type() + " " + reason.summary()))
                        .toList());
        assertEquals(
                "indicator--both",
                sink.assessments.get(0).reasons().get(0).signature().id());
        assertEquals(1, set.iocs().host("192.0.2.1").size());
    }
}
