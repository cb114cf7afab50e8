package io.thor4j.licensing.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.host.HostPlatform;
import io.thor4j.licensing.own.IssuerKey;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.own.TestLicenses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs {@link IssuingProcess} and kills it, as kill -9 does, until all licences are given; then looks at what the database holds. */
final class KillRun {
    private static final int QUOTA = 50;
    private static final int HOSTS = 100;
    private static final long SECONDS = 120;

    private final String url;
    private final String key = Base64.getEncoder().encodeToString(TestLicenses.KEY.toFile());

    /** What the killed processes said they had given: host to licence. */
    private final Map<String, String> told = new HashMap<>();

    KillRun(String url) {
        this.url = url;
        LicenseStore.open(url).put(StoreContract.contract(3, LicenseType.SERVER, QUOTA));
    }

    /** Kills it before its first call of the database, before its second and so on, until it survives the issue of a licence. */
    void killBeforeEachStep() throws Exception {
        int step = 0;
        boolean finished = false;
        while (!finished) {
            step++;
            finished = run("step", step, -1);
            assertTrue(step < 100, "there is no end of steps");
        }
        assertTrue(
                step > 8,
                "only " + step + " steps: a connection, a transaction, two selects, an insert and a commit are more");
        List<StoredLicense> licenses = LicenseStore.open(url).licenses();
        assertEquals(1, licenses.size(), "one host asked " + step + " times");
        tellsTheTruth(licenses);
    }

    /** Kills it after random times while it serves many hosts in parallel. */
    void killAtRandom(int kills) throws Exception {
        Random random = new Random(kills);
        for (int i = 0; i < kills; i++) {
            run("many", 0, random.nextInt(40));
        }
        assertTrue(run("many", 0, -1), "a run that nobody kills comes to its end");
        List<StoredLicense> licenses = LicenseStore.open(url).licenses();
        assertEquals(QUOTA, licenses.size());
        assertEquals(
                QUOTA, licenses.stream().map(StoredLicense::host).distinct().count());
        assertEquals(QUOTA, licenses.get(QUOTA - 1).slot());
        assertEquals(QUOTA, told.size());
        tellsTheTruth(licenses);
    }

    private void tellsTheTruth(List<StoredLicense> licenses) {
        Map<String, String> stored = new HashMap<>();
        Set<String> files = new HashSet<>();
        for (StoredLicense license : licenses) {
            stored.put(license.host().text(), license.id().toString());
            files.add(Base64.getEncoder().encodeToString(license.file()));
            assertEquals(
                    license.id(),
                    TestLicenses.verifier(TestLicenses.NOW)
                            .host(license.host(), HostPlatform.LINUX)
                            .build()
                            .verify(license.file())
                            .license()
                            .id());
        }
        assertEquals(licenses.size(), files.size());
        told.forEach((host, id) -> assertEquals(stored.get(host), id, "a licence was given that is not in the store"));
    }

    /**
     * Runs the process once.
     *
     * @param killAfter kills it when it said so many licences and a moment more, -1 for only at its own step
     * @return whether it came to its end
     */
    private boolean run(String mode, int step, int killAfter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        IssuingProcess.class.getName(),
                        url,
                        mode,
                        String.valueOf(step),
                        String.valueOf(HOSTS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            process.getOutputStream().write((key + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            int given = 0;
            boolean finished = false;
            boolean killed = false;
            String line;
            while ((line = out.readLine()) != null) {
                if (line.startsWith("gave ")) {
                    String[] words = line.split(" ", -1);
                    String before = told.put(words[1], words[2]);
                    assertTrue(before == null || before.equals(words[2]), "one host was given two licences");
                    given++;
                }
                finished |= line.equals("done");
                if (line.equals("step reached") || given == killAfter) {
                    // Not the process itself: that would close its output, of which some may be left to read.
                    process.toHandle().destroyForcibly();
                    killed = true;
                }
            }
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the process hangs");
            assertTrue(killed || (finished && process.exitValue() == 0), "the process failed by itself");
            return finished && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    static HostHash hash(String name) {
        return HostHash.of(HostName.of(name));
    }

    static IssuerKey key(String base64) {
        return IssuerKey.parse(Base64.getDecoder().decode(base64), null);
    }
}
