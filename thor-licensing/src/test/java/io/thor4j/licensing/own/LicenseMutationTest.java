package io.thor4j.licensing.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No altered licence is accepted, and none makes the verifier throw. */
class LicenseMutationTest {
    private static final List<byte[]> FILES =
            Arrays.stream(LicenseType.values()).map(TestLicenses::file).toList();
    private static final LicenseVerifier VERIFIER =
            TestLicenses.verifier(TestLicenses.NOW).build();

    @Test
    void noneOf20_000IsAccepted() {
        mutate(20_000, 1);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void noneOfAMillionIsAccepted() {
        mutate(1_000_000, 2);
    }

    @Test
    void noFlippedBitAndNoCutIsAccepted() {
        byte[] file = TestLicenses.file(LicenseType.SERVER);
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] altered = file.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(VERIFIER.verify(altered).valid());
        }
        for (int length = 0; length < file.length; length++) {
            assertFalse(VERIFIER.verify(Arrays.copyOf(file, length)).valid());
        }
    }

    private static void mutate(int count, long seed) {
        Random random = new Random(seed);
        Map<Verdict.State, Integer> states = new EnumMap<>(Verdict.State.class);
        for (int i = 0; i < count; i++) {
            byte[] original = FILES.get(random.nextInt(FILES.size()));
            // Every eighth by someone who knows the AES key, which all verifiers have.
            byte[] altered = i % 8 == 0 ? resealed(original, random) : altered(original, random);
            if (FILES.stream().anyMatch(file -> Arrays.equals(file, altered))) {
                continue;
            }
            Verdict verdict;
            try {
                verdict = VERIFIER.verify(altered);
            } catch (RuntimeException e) {
                fail(i + " of seed " + seed + ": " + HexFormat.of().formatHex(altered), e);
                return;
            }
            if (verdict.valid() || verdict.license() != null) {
                fail(i + " of seed " + seed + " was believed: " + HexFormat.of().formatHex(altered));
            }
            states.merge(verdict.state(), 1, Integer::sum);
        }
        assertTrue(states.get(Verdict.State.DAMAGED) > count / 2, states.toString());
        assertTrue(states.get(Verdict.State.UNTRUSTED) > 0, states.toString());
        assertEquals(2, states.size(), states.toString());
    }

    private static byte[] altered(byte[] original, Random random) {
        byte[] file = original.clone();
        switch (random.nextInt(7)) {
            case 0 -> file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> file = Arrays.copyOf(file, random.nextInt(file.length));
            case 2 -> {
                file = Arrays.copyOf(file, file.length + 1 + random.nextInt(300));
                file[file.length - 1] = (byte) random.nextInt();
            }
            case 3 -> {
                byte[] other = FILES.get(random.nextInt(FILES.size()));
                int from = random.nextInt(file.length);
                int length = random.nextInt(Math.min(file.length, other.length) - Math.min(from, other.length - 1));
                System.arraycopy(
                        other, Math.min(from, other.length - length), file, from, Math.min(length, file.length - from));
            }
            case 4 -> {
                for (int n = 1 + random.nextInt(20); n > 0; n--) {
                    file[random.nextInt(file.length)] = (byte) random.nextInt();
                }
            }
            case 5 -> {
                byte[] noise = new byte[random.nextInt(3000)];
                random.nextBytes(noise);
                System.arraycopy(
                        file, 0, noise, 0, Math.min(noise.length, random.nextInt(LicenseFormat.HEADER_BYTES + 1)));
                file = noise;
            }
            default -> file[LicenseFormat.KEY_ID_OFFSET + random.nextInt(20)]++;
        }
        return file;
    }

    private static byte[] resealed(byte[] original, Random random) {
        try {
            byte[] header = Arrays.copyOf(original, LicenseFormat.HEADER_BYTES);
            byte[] nonce = Arrays.copyOfRange(header, LicenseFormat.NONCE_OFFSET, LicenseFormat.HEADER_BYTES);
            byte[] plain = TestLicenses.KEY.seal().open(nonce, header, original, LicenseFormat.HEADER_BYTES);
            switch (random.nextInt(4)) {
                case 0 -> plain[random.nextInt(plain.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> plain = Arrays.copyOf(plain, 800 + random.nextInt(plain.length));
                case 2 -> Arrays.fill(plain, 0, Ed25519.SIGNATURE_BYTES, (byte) random.nextInt());
                default -> random.nextBytes(nonce);
            }
            byte[] changed = LicenseFormat.header(TestLicenses.KEY.id(), nonce);
            return LicenseFormat.join(changed, TestLicenses.KEY.seal().seal(nonce, changed, plain));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
