package io.thor4j.licensing.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostHashTest {
    /** The documented command (thor-scanner.md section 1.4), reading the name from standard input. */
    private static final String SEED_COMMAND =
            "tr '[:upper:]' '[:lower:]' | openssl dgst -binary -sha1 -mac hmac -macopt hexkey:b190dd4a98456999b6d9c7e4e1ac1f231b978c3e"
                    + "7652898d7db2fcdede34613dbc7909c9fc8b3177bb904871b8b7fc7a30cb1582ce9b0089397836dcc209e2d6"
                    + " | base64 | tr '/+' '_-' | tr -d '='";

    @ParameterizedTest
    @CsvSource({
        "SRV001, jX9sgffIckrubTMPetJUx2_EodI",
        "srv001, jX9sgffIckrubTMPetJUx2_EodI",
        "WinATL001, 3BVtI1v4bjz4TPXvAppv4buezzg",
        "my-host, TeQTdWvg5Eoy8aiwowz4IqTRx9s",
        "a, usVgtcI6-dWfWREeXyK2EnS1iTg",
        "ÜMLAUT, xitpEQhyvHPvDIPd9ly06sKNWEU",
        "host, 5BK7AiQYkOasLVx9Wkf3m_in-S8",
        "host.domain.tld, 5BK7AiQYkOasLVx9Wkf3m_in-S8",
    })
    void namesHashAsTheReferenceSays(String name, String hash) {
        assertEquals(hash, HostHash.of(HostName.of(name)).text());
    }

    @Test
    void aTextIsHashedAsItIs() {
        assertEquals(
                "qOqj83WuenC5NcJf2WPiV9Di0cI",
                HostHash.ofText("host.domain.tld").text());
        assertEquals("NfM3jwObaTfByegzfTvfLmYnXEk", HostHash.ofText("ümlaut").text());
    }

    @Test
    void everyNameHashesAsTheDocumentedCommandDoes() throws Exception {
        Assumptions.assumeTrue(
                works(List.of("sh", "-c", "openssl version && base64 --version")),
                "SKIPPED: no sh, openssl or base64 here to compare with");
        Random random = new Random(20_261_122);
        String letters = "abcXYZÄöß019-_!@#$%^&'(){}~";
        for (int run = 0; run < 60; run++) {
            StringBuilder name = new StringBuilder();
            int length = 1 + random.nextInt(63);
            for (int i = 0; i < length; i++) {
                name.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertEquals(
                    seedCommand(name.toString()),
                    HostHash.of(HostName.of(name.toString())).text(),
                    name.toString());
        }
    }

    private static String seedCommand(String name) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", SEED_COMMAND).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(name.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertEquals(0, process.waitFor());
        return out;
    }

    private static boolean works(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Test
    void aHashIsReadInOneSpellingOnly() {
        HostHash hash = HostHash.of(HostName.of("SRV001"));
        assertEquals(hash, HostHash.parse(hash.text()));
        assertNotEquals(hash, HostHash.of(HostName.of("SRV002")));
        // The last of 27 characters has two bits to spare: I and J decode to the same bytes.
        assertThrows(MalformedInputException.class, () -> HostHash.parse("jX9sgffIckrubTMPetJUx2_EodJ"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "jX9sgffIckrubTMPetJUx2/EodI",
                "jX9sgffIckrubTMPetJUx2_EodI=",
                "jX9sgffIckrubTMPetJUx2_Eod "
            })
    void whatIsNoHashIsRefused(String text) {
        assertThrows(MalformedInputException.class, () -> HostHash.parse(text));
    }
}
