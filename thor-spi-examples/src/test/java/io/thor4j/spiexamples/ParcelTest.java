package io.thor4j.spiexamples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParcelTest {
    private static final String RULES = "rule Evil { meta: score = 80 strings: $a = \"evil\" condition: $a }";
    private static final byte[] EVIL = "so evil".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final Recorder recorder = new Recorder();

    private ScanReport scan(byte[]... parcels) throws IOException {
        List<Target> targets = Arrays.stream(parcels)
                .map(parcel -> Target.of("mail.parcel", parcel))
                .toList();
        try (ThorScanner scanner = ThorScanner.builder()
                .withoutPlugins()
                .rulesFrom(Files.writeString(folder.resolve("test.yar"), RULES))
                .hooks(List.of(new ParcelProvider()))
                .sink(recorder)
                .build()) {
            ScanReport report = scanner.scan(targets);
            assertEquals(List.of(), report.pluginFailures());
            assertEquals(List.of(), report.pluginProblems());
            return report;
        }
    }

    private List<String> found() {
        return recorder.assessments.stream()
                .map(assessment -> assessment.subject().type() + " "
                        + assessment.element().name().text() + " " + assessment.score())
                .toList();
    }

    @Test
    void payloadIsScannedAsAFileInTheParcel() throws IOException {
        ScanReport report = scan(Parcels.pack("alice@example.org", "invoice.exe", EVIL));
        assertEquals(1, recorder.assessments.size(), "the encoded payload itself matches nothing");
        Assessment payload = recorder.assessments.get(0);
        assertEquals("mail.parcel/invoice.exe", payload.subject().get("path"));
        assertEquals(List.of("PARCEL"), payload.subject().get("unpack_source"));
        assertEquals("files seen 3 = clean 2 + matched 1 + incomplete 0 + skipped 0 + failed 0", report.coverage());
    }

    @Test
    void headerIsStructuredDataThatKeywordRulesJudge() throws IOException {
        scan(Parcels.pack("mallory@example.org", "note.txt", new byte[0]));
        assertEquals(1, recorder.assessments.size());
        Assessment header = recorder.assessments.get(0);
        assertEquals("structured data from plugin", header.subject().type());
        assertEquals("example.parcel", header.subject().get("plugin"));
        assertEquals("mallory@example.org", header.subject().resolve("/data/sender"));
        assertEquals(70, header.score());
    }

    @Test
    void whatWasReadIsLogged() throws IOException {
        scan(Parcels.pack("alice@example.org", "a", new byte[3]));
        Message message = recorder.messages.stream()
                .filter(m -> m.text().equals("Parcel opened"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "{plugin=example.parcel, sender=alice@example.org, name=a, length=3}",
                message.fields().toString());
    }

    @Test
    void parcelInAParcelIsOpenedToo() throws IOException {
        scan(Parcels.pack("a", "inner.parcel", Parcels.pack("mallory@example.org", "x", EVIL)));
        assertEquals(
                List.of(
                        "file mail.parcel 80",
                        "structured data from plugin mail.parcel/inner.parcel 70",
                        "file mail.parcel/inner.parcel/x 80"),
                found(),
                "encoded twice, the payload is plain in the outer parcel");
    }

    @Test
    void parcelsInParcelsEndAtTheDepthLimit() throws IOException {
        byte[] parcel = EVIL;
        for (int i = 0; i < 6; i++) {
            parcel = Parcels.pack("a", "p", parcel);
        }
        ScanReport report = scan(parcel);
        assertTrue(report.ledger().reasons().get(Outcome.Kind.INCOMPLETE).containsKey("max-depth"));
        assertEquals("file mail.parcel/p/p/p/p 80", found().get(found().size() - 1));
    }

    @Test
    void lengthThatLiesAllocatesNothingAndIsAReason() throws IOException {
        ScanReport report = scan(Parcels.pack("a", "p", 0xFFFFFFFF, EVIL), Parcels.pack("a", "p", 1 << 30, EVIL));
        assertEquals(
                List.of("file mail.parcel 40", "file mail.parcel/p 80", "file mail.parcel 40", "file mail.parcel/p 80"),
                found());
        assertEquals(Map.of(), report.ledger().reasons().get(Outcome.Kind.FAILED));
    }

    @Test
    void everyBeginningOfAParcelIsBorneWithPatience() throws IOException {
        byte[] whole = Parcels.pack("alice@example.org", "invoice.exe", EVIL);
        byte[][] beginnings = new byte[whole.length][];
        for (int i = 0; i < whole.length; i++) {
            beginnings[i] = Arrays.copyOf(whole, i);
        }
        ScanReport report = scan(beginnings);
        assertEquals(0, report.ledger().count(Outcome.Kind.FAILED));
        long inHeader = recorder.messages.stream()
                .filter(message -> message.text().equals("Parcel ends in its header"))
                .count();
        assertEquals(whole.length - EVIL.length - 5, inHeader, "from the magic on, until the payload begins");
    }
}
