package io.thor4j.thunderstorm.server.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartParserTest {
    /** What a parser found. */
    private static final class Found implements MultipartParser.Receiver {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private String name;

        @Override
        public void begin(String fileName) {
            name = fileName;
        }

        @Override
        public void content(byte[] bytes, int offset, int length) {
            content.write(bytes, offset, length);
        }
    }

    private static Found parse(byte[] body, String boundary, int step) throws IOException {
        Found found = new Found();
        MultipartParser parser = new MultipartParser(boundary.getBytes(StandardCharsets.ISO_8859_1), found);
        for (int at = 0; at < body.length; at += step) {
            parser.feed(ByteBuffer.wrap(body, at, Math.min(step, body.length - at)));
        }
        parser.end();
        return found;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] form(String boundary, String name, byte[] content) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(latin1("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\n\r\n"));
        body.write(content);
        body.write(latin1("\r\n--" + boundary + "--\r\n"));
        return body.toByteArray();
    }

    @Property(tries = 300)
    void anyContentInAnyPiecesComesOutAsItWentIn(
            @ForAll @Size(max = 200) byte[] tail, @ForAll @IntRange(min = 1, max = 70) int step) throws IOException {
        /* Full of what looks like the delimiter. */
        byte[] nearly = latin1("\r\n--bound\r\r\n--boundary-not\r\n--boundaryx\r\n-");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(nearly);
        content.write(tail);
        content.write(nearly);
        Found found = parse(form("boundary", "n", content.toByteArray()), "boundary", step);
        assertEquals("n", found.name);
        assertEquals(
                new String(content.toByteArray(), StandardCharsets.ISO_8859_1),
                found.content.toString(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "C:\\Users\\x, C:\\Users\\x",
                "C:\\\\Users\\\\x, C:\\Users\\x",
                "a\\\"b, a\"b",
                "a\"b, a\"b",
                "a\"; b, a\"; b",
                "a%22b, a%22b",
                "a;b=c, a;b=c",
                "back\\, back\\",
                "``, ``",
            })
    void namesAreReadAsClientsMeanThem(String sent, String meant) throws IOException {
        String expected = meant == null ? "" : meant;
        assertEquals(expected, parse(form("b", sent == null ? "" : sent, new byte[0]), "b", 1_000).name);
    }

    @Test
    void preambleEpilogueBlanksAndOtherFieldsAreIgnored() throws IOException {
        String body = "preamble --b\r\n--b \t\r\ncontent-disposition:form-data;name=x\r\n\r\nfield\r\n--b\r\n"
                + "Content-Disposition: form-data; filename=plain.txt; name=file\r\n\r\nxy\r\n--b--epilogue --b--";
        for (int step = 1; step < 40; step++) {
            Found found = parse(latin1(body), "b", step);
            assertEquals("plain.txt", found.name);
            assertEquals("xy", found.content.toString(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aDelimiterMayShareItsLineBreakWithTheEmptyLine() throws IOException {
        Found found = parse(
                latin1("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"e\"\r\n\r\n--b--"), "b", 7);
        assertEquals(0, found.content.size());
    }

    @Test
    void endlessHeadersAreRefused() {
        byte[] body = latin1("--b\r\nX: " + "y".repeat(20_000));
        UploadException refused = assertThrows(UploadException.class, () -> parse(body, "b", 512));
        assertEquals(400, refused.status());
    }

    @Test
    void mutatedFormsGiveAFileOrA400() throws IOException {
        fuzz(20_000, Duration.ofSeconds(3));
    }

    @Test
    @Tag("soak")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void mutatedFormsGiveAFileOrA400ForTenMinutes() throws IOException {
        fuzz(Integer.MAX_VALUE, Duration.ofMinutes(10));
    }

    /* Cuts, swaps, repeats and flips bytes of a good form. */
    private static void fuzz(int count, Duration time) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long end = System.nanoTime() + time.toNanos();
        int files = 0;
        int refused = 0;
        for (int i = 0; i < count && System.nanoTime() < end; i++) {
            byte[] body = form("b", "a\"\\;x\n.txt", latin1("con\r\n--btent"));
            for (int change = random.nextInt(4); change >= 0; change--) {
                body = mutate(body, random);
            }
            try {
                parse(body, "b", 1 + random.nextInt(60));
                files++;
            } catch (UploadException e) {
                assertEquals(400, e.status(), "seed " + seed);
                refused++;
            }
        }
        System.out.println("multipart fuzzing: " + files + " files, " + refused + " refused, seed " + seed);
        assertTrue(files > 0 && refused > 0, "seed " + seed);
    }

    private static byte[] mutate(byte[] body, Random random) {
        if (body.length == 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        int length = random.nextInt(Math.min(20, body.length - at) + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(4)) {
            case 0 -> out.write(body, 0, at);
            case 1 -> {
                out.write(body, 0, at);
                out.write(body, at + length, body.length - at - length);
            }
            case 2 -> {
                out.write(body, 0, at + length);
                out.write(body, at, body.length - at);
            }
            default -> {
                byte[] copy = body.clone();
                copy[at] = (byte) "\r\n-\";=\\b\0".charAt(random.nextInt(9));
                return copy;
            }
        }
        return out.toByteArray();
    }
}
