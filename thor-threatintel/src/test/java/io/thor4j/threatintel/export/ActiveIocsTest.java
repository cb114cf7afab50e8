package io.thor4j.threatintel.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.PageUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActiveIocsTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final String MD5 = "0123456789abcdef0123456789abcdef";
    private static final String SHA1 = MD5 + "01234567";

    @TempDir
    private Path folder;

    private IndicatorStore store(Indicator... indicators) {
        IndicatorStore store = IndicatorStore.open(folder.resolve("s.db"), ExpiryPolicy.NONE, new MovableClock(T0));
        store.apply(new PageUpdate("f", false, null, "1", true, List.of(indicators), List.of()));
        return store;
    }

    private static Indicator rated(Double rating, Integer confidence, Integer threatScore) {
        return new Indicator(
                "o",
                "Host",
                "h.example",
                null,
                null,
                T0,
                null,
                null,
                true,
                false,
                false,
                rating,
                confidence,
                threatScore,
                Indicator.Notes.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Address, 192.0.2.1, DOMAIN, 192.0.2.1",
                "CIDR, 192.0.2.0/24, DOMAIN, 192.0.2.0/24",
                "Host, evil.example, DOMAIN, evil.example",
                "Mutex, Global\\x, HANDLE, Global\\x",
                "URL, http://e.example/a, KEYWORD, http://e.example/a",
                "EmailAddress, a@b.example, KEYWORD, a@b.example",
                "User Agent, Evil/1, KEYWORD, Evil/1",
                "Registry Key, HKEY_X\\y, KEYWORD, HKEY_X\\y",
                "Named Pipe, evilpipe, NAMED_PIPE, evilpipe",
                "File Name, a+b.exe, FILENAME, (?i)(^|[\\\\/])a\\+b\\.exe$",
                "File Path, C:\\x\\y.exe, FILENAME, (?i)C:[\\\\/]x[\\\\/]y\\.exe$",
                "ASN, asn1, -, -",
                "Hashtag, #x, -, -",
                "Email Subject, Invoice, -, -",
                "Host, no host!, -, -",
                "Own Type, x, -, -"
            })
    void eachTypeBecomesItsKind(String type, String value, IocKind kind, String pattern) {
        var iocs = IocMapping.DEFAULT.iocs(Indicator.of("o", type, value, T0));
        assertEquals(kind == null ? 0 : 1, iocs.size());
        if (kind != null) {
            assertEquals(kind, iocs.get(0).kind());
            assertEquals(pattern, iocs.get(0).value());
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, 100",
                "-, -, 810, 81",
                "5, 100, 0, 100",
                "5, 0, -, 50",
                "3, -, -, 60",
                "0, 50, -, 100",
                "0.1, 0, -, 1",
                "1, 1, 4, 1"
            })
    void scoresFollowTheAssessmentOrTheRating(Double rating, Integer confidence, Integer assessed, int score) {
        assertEquals(score, IocMapping.score(rated(rating, confidence, assessed), IocKind.DOMAIN));
    }

    @Test
    void onlyPartsThatChangedAreBuiltAgain() {
        List<Indicator> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(Indicator.of("o", "Host", "h" + i + ".example", T0));
        }
        many.add(Indicator.of("o", "ASN", "asn1", T0));
        try (IndicatorStore store = store(many.toArray(Indicator[]::new))) {
            ActiveIocs iocs = new ActiveIocs(store, IocMapping.DEFAULT);
            ActiveIocs.Sets first = iocs.refresh();
            assertEquals(
                    200,
                    first.sets().stream()
                            .mapToInt(set -> set.count(IocKind.DOMAIN))
                            .sum());
            assertEquals(1, first.notExpressible());
            assertEquals(store.partCount(), first.rebuilt());
            assertEquals(0, iocs.refresh().rebuilt());
            store.apply(new PageUpdate(
                    "f", false, "1", "2", true, List.of(Indicator.of("o", "Host", "new.example", T0)), List.of()));
            ActiveIocs.Sets second = iocs.refresh();
            assertEquals(1, second.rebuilt());
            assertTrue(second.sets().stream().anyMatch(set -> set.host("new.example") != null));
            // What says nothing new makes nothing new.
            store.apply(new PageUpdate("f", false, "2", "3", true, many, List.of()));
            assertEquals(0, iocs.refresh().rebuilt());
            List<IocSet> same = iocs.refresh().sets();
            assertEquals(second.sets(), same);
        }
    }

    @Test
    void filesForThorHaveItsGrammar() throws IOException {
        Indicator file = Indicator.of("o", "File", SHA1.toUpperCase() + " : " + MD5, T0);
        Indicator pipe = Indicator.of("o", "Named Pipe", "evil.pipe;x", T0);
        try (IndicatorStore store = store(file, pipe, Indicator.of("o", "Host", "evil.example", T0))) {
            IndicatorExporter exporter = new IndicatorExporter(store, IocMapping.DEFAULT);
            assertEquals(
                    Map.of(IocKind.HASH, 2L, IocKind.DOMAIN, 1L, IocKind.NAMED_PIPE, 1L),
                    exporter.thor(folder.resolve("out"), "tc"));
            assertEquals(
                    "# Written by thor\n" + MD5 + ";100;File\n" + SHA1 + ";100;File\n",
                    Files.readString(folder.resolve("out/tc-hash-iocs.txt")));
            assertEquals(
                    "# Written by thor\n# Host\nevil.example;100\n",
                    Files.readString(folder.resolve("out/tc-c2-iocs.txt")));
            assertEquals(
                    "# Written by thor\n^evil\\.pipe\\x3bx$;100;Named Pipe\n",
                    Files.readString(folder.resolve("out/tc-pipes-iocs.txt")));
            assertFalse(Files.exists(folder.resolve("out/tc-keyword-iocs.txt")));
        }
    }

    @Test
    void tablesAndBundlesEscape() throws IOException {
        try (IndicatorStore store = store(
                Indicator.of("o", "Mutex", "=cmd|'\\x\"", T0),
                Indicator.of("o", "Address", "2001:db8::1", T0),
                Indicator.of("o", "Hashtag", "#x", T0))) {
            IndicatorExporter exporter = new IndicatorExporter(store, IocMapping.DEFAULT);
            assertEquals(3, exporter.csv(folder.resolve("t.csv")));
            assertTrue(Files.readString(folder.resolve("t.csv")).contains("\"o\",\"Mutex\",\"'=cmd|'\\x\"\"\",,"));
            assertEquals(2, exporter.stix(folder.resolve("t.json")));
            String bundle = Files.readString(folder.resolve("t.json"));
            assertTrue(bundle.contains("[mutex:name = '=cmd|\\\\'\\\\\\\\x\\\"']"), bundle);
            assertTrue(bundle.contains("[ipv6-addr:value = '2001:db8:0:0:0:0:0:1']"), bundle);
            exporter.stix(folder.resolve("again.json"));
            assertEquals(bundle, Files.readString(folder.resolve("again.json")));
        }
    }
}
