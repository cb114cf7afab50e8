package io.thor4j.licensing.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.host.HostPlatform;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.own.TestLicenses;
import io.thor4j.licensing.service.LicenseRefusedException.Why;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every database must keep. */
abstract class StoreContract {
    private static final Secret TOKEN = Secret.ofToken("OJCBaTq4VGLjrCes2k4ACCQOzg0AxAoz01");
    private static final Secret KEY = Secret.ofToken("IY5Y36thrt7h1775tt1ygfuYIadmGzZJmVk32lXcud4");

    @TempDir
    private Path folder;

    /** An empty database of its own for each call. */
    abstract String newDatabase(Path folder) throws Exception;

    static Contract contract(long id, LicenseType type, long quota) {
        return new Contract(
                id,
                "ACME Inc",
                type,
                quota,
                Set.of("lab"),
                7,
                "thor",
                TestLicenses.TODAY.minusDays(10),
                TestLicenses.TODAY.plusDays(100),
                0);
    }

    private static LicenseService service(LicenseStore store, Instant now) {
        LicenseService service = new LicenseService(store, TestLicenses.issuer(now), TestLicenses.at(now), false);
        service.addDownloadToken(TOKEN);
        service.addApiKey(KEY, Set.of());
        return service;
    }

    private LicenseService service(Contract... contracts) throws Exception {
        LicenseStore store = LicenseStore.open(newDatabase(folder));
        for (Contract contract : contracts) {
            store.put(contract);
        }
        return service(store, TestLicenses.NOW);
    }

    private static HostHash hash(String name) {
        return HostHash.of(HostName.of(name));
    }

    private static void refused(Why why, Callable<?> call) {
        assertEquals(
                why, assertThrows(LicenseRefusedException.class, call::call).why());
    }

    @Test
    void contractsAreReadAsTheyWereStored() throws Exception {
        Contract one = contract(3, LicenseType.SERVER, 5);
        Contract two = new Contract(
                9,
                "Ünï \"Inc\"; DROP TABLE",
                LicenseType.SERVICE,
                0,
                Set.of(),
                0,
                "mine",
                TestLicenses.TODAY,
                TestLicenses.TODAY,
                30);
        LicenseStore store = service(two, one).store();
        assertEquals(List.of(one, two), store.contracts());
        store.put(contract(9, LicenseType.SERVER, 1));
        assertEquals(List.of(one, contract(9, LicenseType.SERVER, 1)), store.contracts());
    }

    @Test
    void aHostGetsItsLicenceAgainWithoutSpendingAnother() throws Exception {
        LicenseService service = service(contract(3, LicenseType.SERVER, 1));
        StoredLicense first = service.issue(KEY, 0, LicenseType.SERVER, hash("a"));
        assertTrue(TestLicenses.verifier(TestLicenses.NOW)
                .host(hash("a"), HostPlatform.LINUX)
                .build()
                .verify(first.file())
                .valid());
        assertArrayEquals(
                first.file(),
                service.issue(KEY, 3, LicenseType.SERVER, hash("a")).file());
        assertArrayEquals(
                first.file(),
                service.issue(TOKEN, LicenseType.SERVER, List.of(HostName.of("A.x")))
                        .get(HostName.of("a")));
        assertEquals(1, service.store().used(3));
        refused(Why.QUOTA, () -> service.issue(KEY, 0, LicenseType.SERVER, hash("b")));
    }

    @Test
    void aLicenceThatRanOutIsFollowedByANewOne() throws Exception {
        LicenseStore store = LicenseStore.open(newDatabase(folder));
        store.put(new Contract(
                3,
                "A",
                LicenseType.SERVER,
                2,
                Set.of(),
                0,
                "thor",
                TestLicenses.TODAY,
                TestLicenses.TODAY.plusDays(40),
                30));
        StoredLicense first = service(store, TestLicenses.NOW).issue(KEY, 0, LicenseType.SERVER, hash("a"));
        assertEquals(TestLicenses.TODAY.plusDays(29), first.expires());
        Instant later = TestLicenses.NOW.plusSeconds(30 * 86_400);
        StoredLicense second = service(store, later).issue(KEY, 0, LicenseType.SERVER, hash("a"));
        assertEquals(2, second.slot());
        assertEquals(TestLicenses.TODAY.plusDays(40), second.expires());
        refused(
                Why.NO_CONTRACT,
                () -> service(store, TestLicenses.NOW.plusSeconds(41 * 86_400))
                        .issue(KEY, 0, LicenseType.SERVER, hash("a")));
    }

    @Test
    void theFirstContractWithALicenceLeftIsTaken() throws Exception {
        LicenseService service = service(
                contract(1, LicenseType.WORKSTATION, 9),
                contract(3, LicenseType.SERVER, 1),
                contract(5, LicenseType.SERVER, 1));
        assertEquals(3, service.issue(KEY, 0, LicenseType.SERVER, hash("a")).contract());
        assertEquals(5, service.issue(KEY, 0, LicenseType.SERVER, hash("b")).contract());
        assertEquals(
                1, service.issue(KEY, 0, LicenseType.WORKSTATION, hash("b")).contract());
        refused(Why.NO_CONTRACT, () -> service.issue(KEY, 1, LicenseType.SERVER, hash("c")));
        refused(Why.NO_CONTRACT, () -> service.issue(KEY, 77, LicenseType.SERVER, hash("c")));
    }

    @Test
    void manyHostsGetAllOrNothing() throws Exception {
        LicenseService service = service(contract(3, LicenseType.SERVER, 2));
        List<HostName> three = List.of(HostName.of("a"), HostName.of("b"), HostName.of("c"));
        refused(Why.QUOTA, () -> service.issue(TOKEN, LicenseType.SERVER, three));
        assertEquals(0, service.store().used(3));
        assertEquals(
                2, service.issue(TOKEN, LicenseType.SERVER, three.subList(0, 2)).size());
    }

    @Test
    void tokensAndKeysOpenWhatTheyAreFor() throws Exception {
        LicenseService service = service(contract(3, LicenseType.SERVER, 5), contract(5, LicenseType.SERVER, 5));
        Secret limited = Secret.ofToken("limited-key-0123456789");
        service.addApiKey(limited, Set.of(5L));
        assertEquals(5, service.issue(limited, 0, LicenseType.SERVER, hash("a")).contract());
        refused(Why.NO_CONTRACT, () -> service.issue(limited, 3, LicenseType.SERVER, hash("a")));
        refused(Why.API_KEY, () -> service.issue(TOKEN, 0, LicenseType.SERVER, hash("a")));
        refused(Why.API_KEY, () -> service.issue(null, 0, LicenseType.SERVER, hash("a")));
        refused(Why.DOWNLOAD_TOKEN, () -> service.issue(KEY, LicenseType.SERVER, List.of(HostName.of("a"))));
        refused(Why.DOWNLOAD_TOKEN, () -> service.all(null));
        assertEquals(1, service.all(TOKEN).size());
        assertTrue(service.remove(TOKEN));
        assertFalse(service.remove(TOKEN));
        refused(Why.DOWNLOAD_TOKEN, () -> service.all(TOKEN));
        assertThrows(IllegalArgumentException.class, () -> service.addDownloadToken(Secret.ofToken("short")));
    }

    @Test
    void sixtyFourRequestsAtOnceForAHundredHostsGetFiftyLicences() throws Exception {
        String url = newDatabase(folder);
        LicenseService service = service(LicenseStore.open(url), TestLicenses.NOW);
        service.store().put(contract(3, LicenseType.SERVER, 20));
        service.store().put(contract(5, LicenseType.SERVER, 30));
        // A second process would have a store of its own.
        LicenseService other = service(LicenseStore.open(url), TestLicenses.NOW);
        List<String> hosts =
                IntStream.range(0, 300).mapToObj(i -> "host-" + i % 100).collect(Collectors.toList());
        Collections.shuffle(hosts, new Random(1));
        Map<String, Set<String>> given = new HashMap<>();
        Set<String> refused = new HashSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Callable<String[]>> calls = new ArrayList<>();
            for (String host : hosts) {
                LicenseService one = calls.size() % 2 == 0 ? service : other;
                calls.add(() -> {
                    try {
                        return new String[] {
                            host,
                            one.issue(KEY, 0, LicenseType.SERVER, hash(host))
                                    .id()
                                    .toString()
                        };
                    } catch (LicenseRefusedException e) {
                        assertEquals(Why.QUOTA, e.why());
                        return new String[] {host, null};
                    }
                });
            }
            for (Future<String[]> future : threads.invokeAll(calls)) {
                String[] answer = future.get();
                if (answer[1] == null) {
                    refused.add(answer[0]);
                } else {
                    given.computeIfAbsent(answer[0], host -> new HashSet<>()).add(answer[1]);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(50, given.size());
        assertTrue(given.values().stream().allMatch(ids -> ids.size() == 1), given.toString());
        assertEquals(50, given.values().stream().flatMap(Set::stream).distinct().count());
        assertTrue(Collections.disjoint(refused, given.keySet()));
        assertEquals(50, service.store().licenses().size());
        assertEquals(20, service.store().used(3));
        assertEquals(30, service.store().used(5));
    }

    @Test
    void killedBeforeEachStepNothingIsLostOrGivenTwice() throws Exception {
        new KillRun(newDatabase(folder)).killBeforeEachStep();
    }

    @Test
    void killedAtAnyTimeFiftyAreGivenOnce() throws Exception {
        new KillRun(newDatabase(folder)).killAtRandom(4);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void killedAtAnyTimeForLongFiftyAreGivenOnce() throws Exception {
        new KillRun(newDatabase(folder)).killAtRandom(100);
    }

    @Test
    void aStoreThatIsNotThereIsSaid() {
        assertThrows(LicenseRefusedException.class, () -> LicenseStore.open("jdbc:sqlite:/no/such/folder/x.db"));
        assertThrows(LicenseRefusedException.class, () -> LicenseStore.open("jdbc:nonsense:x"));
    }
}
