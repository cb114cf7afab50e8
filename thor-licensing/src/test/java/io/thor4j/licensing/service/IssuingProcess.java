package io.thor4j.licensing.service;

import io.thor4j.licensing.own.LicenseIssuer;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.own.TestLicenses;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that issues licences until it is killed or done. Its lines are {@code gave HASH ID}, {@code step reached} (it waits to be killed
 * before that call of the database) and {@code done}.
 */
final class IssuingProcess {
    private static final Set<String> STEPS = Set.of(
            "open",
            "setAutoCommit",
            "prepareStatement",
            "executeQuery",
            "executeUpdate",
            "execute",
            "commit",
            "rollback",
            "close");

    private final int stopAt;
    private final AtomicInteger steps = new AtomicInteger();
    private volatile boolean counting;

    private IssuingProcess(int stopAt) {
        this.stopAt = stopAt;
    }

    /** Arguments: URL, {@code step} or {@code many}, the step, the number of hosts. The issuer's key comes as a line of input. */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        LicenseIssuer issuer =
                new LicenseIssuer(KillRun.key(in.readLine()), TestLicenses.at(TestLicenses.NOW), TestLicenses.RANDOM);
        IssuingProcess process = new IssuingProcess(args[1].equals("step") ? Integer.parseInt(args[2]) : -1);
        Database.Connections connections = Database.url(args[0]);
        LicenseStore store = LicenseStore.open(() -> {
            process.step("open");
            return process.watched(Connection.class, connections.open());
        });
        // The tables are there; what counts is the issue of a licence.
        process.counting = true;
        LocalDate today = TestLicenses.TODAY;
        if (args[1].equals("step")) {
            give(store, issuer, today, "host-0");
        } else {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            for (int i = 0; i < Integer.parseInt(args[3]); i++) {
                String host = "host-" + i;
                threads.execute(() -> give(store, issuer, today, host));
            }
            threads.shutdown();
            threads.awaitTermination(2, TimeUnit.MINUTES);
        }
        say("done");
    }

    private static void give(LicenseStore store, LicenseIssuer issuer, LocalDate today, String host) {
        try {
            store.issue(Set.of(), LicenseType.SERVER, List.of(KillRun.hash(host)), today, issuer)
                    .forEach((hash, license) -> say("gave " + hash + " " + license.id()));
        } catch (LicenseRefusedException e) {
            if (e.why() != LicenseRefusedException.Why.QUOTA) {
                throw e;
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void step(String name) {
        if (counting && STEPS.contains(name) && steps.incrementAndGet() == stopAt) {
            say("step reached");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private <T> T watched(Class<T> type, T target) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            step(method.getName());
            Object result;
            try {
                result = method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (result instanceof PreparedStatement statement) {
                return watched(PreparedStatement.class, statement);
            }
            return result instanceof Statement statement ? watched(Statement.class, statement) : result;
        });
        return type.cast(proxy);
    }
}
