package io.thor4j.yara.module.pe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One signature of a PE file. Source: Microsoft, "Windows Authenticode Portable Executable Signature Format", 2008; which broken ones are
 * shown, and with what, is the rule of libyara's authenticode-parser. Used by one thread.
 */
final class Authenticode {
    /** How far the signature is good. */
    enum Status {
        /** The signature is good; the file's digest has not been compared yet or is the same. */
        VALID,
        /** It cannot be read or has no certificate of its signer: such signatures are not shown. */
        UNUSABLE,
        /** The signature does not fit, or something is missing. */
        INVALID,
        /** The file's digest is another. */
        WRONG_FILE_DIGEST
    }

    /** What is known of the signer; the parts are filled as far as they can be read. */
    static final class Signer {
        private @Nullable String programName;
        private @Nullable String digestAlgorithm;
        private byte @Nullable [] digest;
        private List<X509> chain = List.of();

        @Nullable
        String programName() {
            return programName;
        }

        @Nullable
        String digestAlgorithm() {
            return digestAlgorithm;
        }

        byte @Nullable [] digest() {
            return digest;
        }

        List<X509> chain() {
            return chain;
        }
    }

    private final List<X509> certificates = new ArrayList<>();
    private final List<Countersignature> countersignatures = new ArrayList<>();
    private Status status = Status.VALID;
    private @Nullable String digestAlgorithm;
    private byte @Nullable [] digest;
    private byte @Nullable [] fileDigest;
    private @Nullable Signer signer;

    private final BooleanSupplier expired;

    private Authenticode(BooleanSupplier expired) {
        this.expired = expired;
    }

    /**
     * Reads a signature and those nested in it.
     *
     * @param encoded a ContentInfo; more may follow
     * @param result takes the signature, then the nested ones
     * @param expired tells whether the scan's time is over; the rest is then left out
     */
    static void read(DerReader encoded, List<Authenticode> result, BooleanSupplier expired) {
        read(encoded, result, expired, 0);
    }

    private static void read(DerReader encoded, List<Authenticode> result, BooleanSupplier expired, int depth) {
        if (depth > PeLimits.SIGNATURE_DEPTH || result.size() >= PeLimits.SIGNATURES || expired.getAsBoolean()) {
            return;
        }
        Authenticode signature = new Authenticode(expired);
        result.add(signature);
        SignedData data;
        try {
            data = SignedData.read(encoded.read());
        } catch (DerException e) {
            signature.status = Status.UNUSABLE;
            return;
        }
        signature.status = signature.fill(data);
        if (signature.signer != null && !data.signers().isEmpty()) {
            for (DerValue nested : attribute(data.signers().get(0), ObjectIds.SPC_NESTED_SIGNATURE)) {
                read(new DerReader(nested.data(), nested.start(), nested.end()), result, expired, depth + 1);
            }
        }
    }

    private Status fill(SignedData data) {
        List<X509> own = data.certificates();
        if (own == null || data.signers().stream().anyMatch(info -> info.issuer() == null)) {
            return Status.UNUSABLE;
        }
        certificates.addAll(own);
        if (!readContent(data)) {
            return Status.INVALID;
        }
        Signer found = new Signer();
        signer = found;
        if (data.signers().isEmpty()) {
            return Status.UNUSABLE;
        }
        SignerInfo info = data.signers().get(0);
        readCountersignatures(info, own);
        X509 certificate = data.signerCertificate();
        if (certificate == null) {
            return Status.UNUSABLE;
        }
        found.chain = CertificateChain.of(certificate, own);
        try {
            return readSigner(found, info) && SignatureCheck.verify(data, certificate) ? Status.VALID : Status.INVALID;
        } catch (DerException e) {
            return Status.INVALID;
        }
    }

    /** Reads the SpcIndirectDataContent: the digest of the file. */
    private boolean readContent(SignedData data) {
        DerValue content = data.content();
        if (content == null || !data.contentType().equals(ObjectIds.SPC_INDIRECT_DATA)) {
            return false;
        }
        try {
            DerValue value = content.tag() == DerValue.OCTET_STRING ? DerValue.first(content.contents()) : content;
            DerReader fields = new DerReader(value.data(), value.start(), value.end())
                    .expect(DerValue.SEQUENCE)
                    .inside();
            fields.expect(DerValue.SEQUENCE).inside().expect(DerValue.OBJECT_ID);
            DerReader digestInfo = fields.expect(DerValue.SEQUENCE).inside();
            String algorithm = ObjectIds.algorithm(SignerInfo.algorithm(digestInfo));
            byte[] contents = digestInfo.expect(DerValue.OCTET_STRING).contents();
            digestAlgorithm = algorithm;
            digest = contents.length == 0 ? null : contents;
            return true;
        } catch (DerException e) {
            return false;
        }
    }

    private void readCountersignatures(SignerInfo info, List<X509> own) {
        for (DerValue value : attribute(info, ObjectIds.COUNTERSIGNATURE)) {
            if (expired.getAsBoolean()) {
                return;
            }
            countersignatures.add(Countersignature.pkcs9(value, own, info.signature()));
        }
        for (DerValue value : attribute(info, ObjectIds.SPC_TIMESTAMP)) {
            if (expired.getAsBoolean()) {
                return;
            }
            Countersignature timestamp = Countersignature.timestamp(value, info.signature());
            countersignatures.add(timestamp);
            certificates.addAll(timestamp.certificates());
        }
    }

    private static List<DerValue> attribute(SignerInfo info, String id) {
        try {
            return info.unsignedAttribute(id);
        } catch (DerException e) {
            return List.of();
        }
    }

    /** Reads the signed attributes; false when the digest of the content is missing. */
    private static boolean readSigner(Signer signer, SignerInfo info) throws DerException {
        DerValue contentDigest = info.signedAttribute(ObjectIds.MESSAGE_DIGEST);
        if (contentDigest == null) {
            return false;
        }
        signer.digestAlgorithm = ObjectIds.algorithm(info.digest());
        signer.digest = contentDigest.length() == 0 ? null : contentDigest.contents();
        DerValue opus = info.signedAttribute(ObjectIds.SPC_OPUS_INFO);
        signer.programName = opus == null ? null : programName(opus);
        return true;
    }

    /** Reads the program's name from the SpcSpOpusInfo: UTF-16 or ASCII. */
    private static @Nullable String programName(DerValue opus) {
        try {
            DerValue field = opus.inside().optional(DerValue.constructed(0));
            if (field == null) {
                return null;
            }
            DerValue text = field.inside().read();
            String name = text.tag() == DerValue.primitive(0)
                    ? new String(text.contents(), StandardCharsets.UTF_16BE)
                    : text.latin1();
            int nul = name.indexOf('\0');
            return nul < 0 ? name : name.substring(0, nul);
        } catch (DerException e) {
            return null;
        }
    }

    /**
     * Compares the file's digest with the signed one.
     *
     * @param source computes the file's digest
     * @return false when the digest cannot be computed: the signatures after this one are then not compared either
     */
    boolean compare(AuthenticodeDigest source) {
        byte[] signed = digest;
        String algorithm = digestAlgorithm;
        if (signed == null || algorithm == null || SignatureCheck.digest(algorithm) == null) {
            status = status == Status.VALID ? Status.INVALID : status;
            return true;
        }
        byte[] actual = source.of(algorithm);
        if (actual == null) {
            status = status == Status.VALID ? Status.UNUSABLE : status;
            return false;
        }
        fileDigest = actual;
        if (!Arrays.equals(actual, signed)) {
            status = Status.WRONG_FILE_DIGEST;
        }
        return true;
    }

    Status status() {
        return status;
    }

    List<X509> certificates() {
        return certificates;
    }

    List<Countersignature> countersignatures() {
        return countersignatures;
    }

    @Nullable
    String digestAlgorithm() {
        return digestAlgorithm;
    }

    byte @Nullable [] digest() {
        return digest;
    }

    byte @Nullable [] fileDigest() {
        return fileDigest;
    }

    @Nullable
    Signer signer() {
        return signer;
    }
}
