package io.thor4j.licensing.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.thor4j.core.LicenseException;
import io.thor4j.core.LicensePolicy;
import io.thor4j.core.LicensedUse;
import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.RequireValid;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.own.TestLicenses;
import io.thor4j.licensing.own.Verdict;
import io.thor4j.licensing.own.Verdict.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseSearchTest {
    private final Path folder = Jimfs.newFileSystem(Configuration.unix()).getPath("/opt/thor");
    private final LicenseJudge judge =
            new LicenseJudge(TestLicenses.verifier(TestLicenses.NOW).build());
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder.resolve("licenses/old"));
    }

    private void put(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
    }

    private RemoteSource server(String name, byte[] license) {
        return new RemoteSource() {
            @Override
            public String host() {
                return name;
            }

            @Override
            public byte[] retrieve(HostName host) {
                asked.add(name);
                if (license == null) {
                    throw new MalformedInputException("no licence left", name, null, null);
                }
                return license;
            }
        };
    }

    private static byte[] opaque() {
        byte[] blob = new byte[900];
        new Random(1).nextBytes(blob);
        return blob;
    }

    @Test
    void theFirstValidFileOfAllFoldersWins() throws IOException {
        put("a.lic", "Error: HTTP-401".getBytes(StandardCharsets.US_ASCII));
        put("b.txt", TestLicenses.file(LicenseType.SERVER));
        put("licenses/old/B.LIC", opaque());
        put("licenses/z.lic", TestLicenses.file(LicenseType.SERVER));
        put("zz.lic", TestLicenses.file(LicenseType.SERVICE));
        LicenseSearch.Result result = LicenseSearch.builder(judge, folder)
                .server(TestLicenses.HOST, server("asgard", null))
                .build()
                .find();
        assertEquals(
                List.of("/opt/thor/a.lic", "/opt/thor/licenses/old/B.LIC", "/opt/thor/licenses/z.lic"),
                result.checks().stream().map(LicenseCheck::source).toList());
        assertEquals("/opt/thor/licenses/z.lic", result.found().orElseThrow().source());
        assertEquals(List.of(), asked);
    }

    @Test
    void thenTheVariableThenTheServersInTheirOrder() throws IOException {
        String variable = Base64.getMimeEncoder().encodeToString(TestLicenses.file(LicenseType.SERVER));
        LicenseSearch.Builder builder = LicenseSearch.builder(judge, folder)
                .server(TestLicenses.HOST, server("asgard", null))
                .server(TestLicenses.HOST, server("portal", TestLicenses.file(LicenseType.SERVER)))
                .server(TestLicenses.HOST, server("never", null));
        assertEquals(
                "THOR_LICENSE",
                builder.environment(Map.of("THOR_LICENSE", variable))
                        .build()
                        .find()
                        .found()
                        .orElseThrow()
                        .source());
        assertEquals(List.of(), asked);

        LicenseSearch.Result result =
                builder.environment(Map.of("THOR_LICENSE", "%%%")).build().find();
        assertEquals(List.of("asgard", "portal"), asked);
        assertEquals("portal", result.found().orElseThrow().source());
        assertEquals("not base64", result.checks().get(0).verdict().reason());
        assertEquals(
                "not retrieved: asgard: no licence left",
                result.checks().get(1).verdict().reason());
        assertTrue(Files.exists(folder.resolve("SRV001.lic")));
        // The next search finds it in the folder.
        assertEquals(
                "/opt/thor/SRV001.lic",
                builder.build().find().found().orElseThrow().source());
        assertEquals(2, asked.size());
    }

    @Test
    void whatAServerGivesIsStoredUnlessItIsNoLicence() throws IOException {
        byte[] blob = opaque();
        LicenseSearch.Result result = LicenseSearch.builder(judge, folder)
                .server(TestLicenses.HOST, server("asgard", "Error: HTTP-403".getBytes(StandardCharsets.US_ASCII)))
                .server(TestLicenses.HOST, server("portal", blob))
                .build()
                .find();
        assertTrue(result.found().isEmpty());
        assertEquals(State.OPAQUE, result.checks().get(1).verdict().state());
        assertArrayEquals(blob, Files.readAllBytes(folder.resolve("SRV001.lic")));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aMissingFolderIsSaid() {
        LicenseCheck check = LicenseSearch.builder(judge, folder.resolve("gone"))
                .build()
                .find()
                .checks()
                .get(0);
        assertEquals("cannot be read: NoSuchFileException", check.verdict().reason());
    }

    @Test
    void theLineIsTHORs() throws IOException {
        put("x.lic", TestLicenses.file(LicenseType.WORKSTATION));
        put("y.lic", TestLicenses.file(LicenseType.SERVER));
        put("z.lic", opaque());
        assertEquals(
                List.of(
                        "License file found LICENSE: /opt/thor/x.lic OWNER: ACME Inc TYPE: Workstation STARTS: 2026/11/22"
                                + " EXPIRES: 2026/12/22 SCANNER: THOR VALID: false REASON: a Workstation licence is not for Linux, it needs"
                                + " a Server licence",
                        "License file found LICENSE: /opt/thor/y.lic OWNER: ACME Inc TYPE: Server STARTS: 2026/11/22"
                                + " EXPIRES: 2026/12/22 SCANNER: THOR VALID: true REASON:",
                        "License file found LICENSE: /opt/thor/z.lic OWNER: unknown TYPE: unknown STARTS: unknown EXPIRES: unknown"
                                + " SCANNER: unknown VALID: false REASON: not verified: a licence that is encrypted for THOR, only THOR can"
                                + " judge it"),
                LicenseSearch.builder(judge, folder).build().list().stream()
                        .map(LicenseCheck::line)
                        .toList());
    }

    @Test
    void theLineIsOneLineWhateverTheSourceIs() {
        LicenseCheck check = new LicenseCheck("a\nb\u001b[31m", new Verdict(State.DAMAGED, "x\r\ny", null));
        assertFalse(check.line().chars().anyMatch(c -> c < ' '), check.line());
    }

    @ParameterizedTest
    @CsvSource({
        "Error: HTTP-401, 'a text, not a licence: Error: HTTP-401 (the API key was wrong)'",
        "Error: HTTP-403, 'a text, not a licence: Error: HTTP-403 (the download token is missing or wrong)'",
        "<html>busy</html>, 'a text, not a licence: <html>busy</html>'",
        "'', 'only 0 bytes, a licence has at least 800'",
    })
    void anErrorPageIsNoLicence(String page, String reason) {
        assertEquals(reason, judge.judge(page.getBytes(StandardCharsets.UTF_8)).reason());
    }

    @Test
    void longTextsAndArchivesAreNoLicences() {
        assertEquals(
                LicenseKind.ERROR_TEXT,
                LicenseKind.of("<p>Zähler</p>".repeat(200).getBytes(StandardCharsets.UTF_8)));
        assertEquals(LicenseKind.ZIP, LicenseKind.of(new byte[] {'P', 'K', 3, 4, 0, 0}));
        assertEquals(LicenseKind.UNKNOWN, LicenseKind.of(new byte[2000]));
        assertEquals(LicenseKind.OPAQUE, LicenseKind.of(opaque()));
    }

    @Test
    void randomBytesAreAlwaysRecognised() {
        Random random = new Random(7);
        double least = 8;
        for (int i = 0; i < 5_000; i++) {
            byte[] blob = new byte[800];
            random.nextBytes(blob);
            least = Math.min(least, LicenseKind.entropy(blob));
        }
        assertTrue(least > 7.5, "" + least);
    }

    @Test
    void theGateOpensForAValidLicenceOfTheRightType() throws IOException {
        LicensePolicy policy =
                RequireValid.of(LicenseSearch.builder(judge, folder).build());
        assertEquals(
                "no licence was found, and 'scan' needs one",
                assertThrows(LicenseException.class, () -> policy.require(LicensedUse.SCAN))
                        .reason());
        put("server.lic", TestLicenses.file(LicenseType.SERVER));
        policy.require(LicensedUse.SCAN);
        LicenseException refused = assertThrows(LicenseException.class, () -> policy.require(LicensedUse.SERVICE));
        assertEquals(
                "no valid licence allows 'service' (looked at /opt/thor/server.lic: a Server licence does not allow 'service')",
                refused.getMessage());
        put("service.lic", TestLicenses.file(LicenseType.SERVICE));
        policy.require(LicensedUse.SERVICE);
    }
}
