package io.thor4j.licensing.file;

import io.thor4j.licensing.own.LicenseVerifier;
import io.thor4j.licensing.own.Verdict;
import io.thor4j.licensing.own.Verdict.State;
import java.util.Objects;

/**
 * Judges whatever may lie in a {@code .lic} file: licences of thor's own format with a {@link LicenseVerifier}, all others by what they look
 * like. Threads may share it.
 */
public final class LicenseJudge {
    private final LicenseVerifier verifier;

    /**
     * Makes the judge.
     *
     * @param verifier judges licences of thor's own format
     */
    public LicenseJudge(LicenseVerifier verifier) {
        this.verifier = Objects.requireNonNull(verifier, "verifier");
    }

    /**
     * Judges a file. It throws nothing.
     *
     * @param file its bytes, whatever they are
     * @return the verdict; {@link State#OPAQUE} for THOR's own licences, which are never called valid
     */
    public Verdict judge(byte[] file) {
        return switch (LicenseKind.of(file)) {
            case OWN -> verifier.verify(file);
            case OPAQUE ->
                new Verdict(
                        State.OPAQUE,
                        "not verified: a licence that is encrypted for THOR, only THOR can judge it",
                        null);
            case ZIP -> damaged("an archive, not a licence: unpack it");
            case ERROR_TEXT -> damaged(errorText(file));
            case UNKNOWN ->
                damaged(
                        file.length < 800
                                ? "only " + file.length + " bytes, a licence has at least 800"
                                : "not encrypted as a licence is");
        };
    }

    private static String errorText(byte[] file) {
        String shown = "a text, not a licence: " + ErrorText.shown(file);
        return switch (ErrorText.status(file)) {
            case 401 -> shown + " (the API key was wrong)";
            case 403 -> shown + " (the download token is missing or wrong)";
            case 409 -> shown + " (no licence was left)";
            default -> shown;
        };
    }

    private static Verdict damaged(String reason) {
        return new Verdict(State.DAMAGED, reason, null);
    }
}
