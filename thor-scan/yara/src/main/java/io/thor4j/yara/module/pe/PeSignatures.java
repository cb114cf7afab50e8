package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of a file: the first entry of the certificate table and what is nested in it, without those that libyara does not show.
 *
 * @param signatures in file order
 */
record PeSignatures(List<Authenticode> signatures) {
    private static final int DIRECTORY = 4;

    /** Bytes before a table entry's contents: length, revision, type. PE format, "The Attribute Certificate Table". */
    private static final int ENTRY_HEAD = 8;

    static PeSignatures read(PeImage image) {
        ModuleInput input = image.input();
        // Unlike the other directories this one has a file offset.
        long table = image.directoryAddress(DIRECTORY);
        long tableSize = image.directorySize(DIRECTORY);
        if (table == 0 || tableSize < ENTRY_HEAD || !input.contains(table, tableSize)) {
            return new PeSignatures(List.of());
        }
        long size = input.u32le(table) - ENTRY_HEAD;
        byte[] entry = size > PeLimits.SIGNATURE_SIZE ? null : input.bytes(table + ENTRY_HEAD, size);
        if (entry == null || entry.length == 0) {
            return new PeSignatures(List.of());
        }
        List<Authenticode> all = new ArrayList<>();
        Authenticode.read(new DerReader(entry, 0, entry.length), all, input::expired);
        AuthenticodeDigest digest = new AuthenticodeDigest(image, table);
        for (Authenticode signature : all) {
            if (!signature.compare(digest)) {
                break;
            }
        }
        all.removeIf(signature -> signature.status() == Authenticode.Status.UNUSABLE);
        return new PeSignatures(all);
    }

    int size() {
        return signatures.size();
    }

    boolean anyVerified() {
        return signatures.stream().anyMatch(signature -> signature.status() == Authenticode.Status.VALID);
    }

    /** Builds {@code signatures}. */
    List<StructValue> values() {
        List<StructValue> result = new ArrayList<>();
        for (Authenticode signature : signatures) {
            result.add(value(signature));
        }
        return result;
    }

    private static StructValue value(Authenticode signature) {
        StructValue value = new StructValue(PeStructure.SIGNATURE, null);
        value.set("verified", signature.status() == Authenticode.Status.VALID ? 1 : 0);
        text(value, "digest_alg", signature.digestAlgorithm());
        hex(value, "digest", signature.digest());
        hex(value, "file_digest", signature.fileDigest());
        value.set("number_of_certificates", signature.certificates().size());
        value.set("certificates", values(signature.certificates()));
        Authenticode.Signer signer = signature.signer();
        if (signer != null) {
            // The signer's certificate also stands in the signature itself, where libyara had it first.
            if (!signer.chain().isEmpty()) {
                signer.chain().get(0).set(value);
            }
            value.set("signer_info", signerInfo(signer));
        }
        value.set("number_of_countersignatures", signature.countersignatures().size());
        List<StructValue> countersignatures = new ArrayList<>();
        for (Countersignature countersignature : signature.countersignatures()) {
            countersignatures.add(countersignature.value());
        }
        value.set("countersignatures", countersignatures);
        return value;
    }

    private static StructValue signerInfo(Authenticode.Signer signer) {
        StructValue value = new StructValue(PeStructure.SIGNER_INFO, null);
        String programName = signer.programName();
        if (programName != null) {
            value.set("program_name", programName.getBytes(StandardCharsets.UTF_8));
        }
        text(value, "digest_alg", signer.digestAlgorithm());
        hex(value, "digest", signer.digest());
        value.set("length_of_chain", signer.chain().size());
        value.set("chain", values(signer.chain()));
        return value;
    }

    /** Builds an array of certificates. */
    static List<StructValue> values(List<X509> certificates) {
        List<StructValue> result = new ArrayList<>();
        for (X509 certificate : certificates) {
            StructValue value = new StructValue(PeStructure.CERTIFICATE, null);
            certificate.set(value);
            result.add(value);
        }
        return result;
    }

    private static void text(StructValue value, String field, @Nullable String text) {
        if (text != null) {
            value.set(field, text);
        }
    }

    private static void hex(StructValue value, String field, byte @Nullable [] bytes) {
        if (bytes != null) {
            value.set(field, Digests.hex(bytes));
        }
    }
}
