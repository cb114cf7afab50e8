package io.thor4j.threatintel.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.threatintel.LogCapture;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The password of a database is in no log and no message, whatever its driver is told to log. */
class SecretsTest {
    @AfterAll
    static void stop() {
        Databases.stop();
    }

    /** All that is logged by java.util.logging, which PostgreSQL's driver uses. */
    private static final class DriverLog extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Logger logger = Logger.getLogger("org.postgresql");
        private final Level before = logger.getLevel();

        DriverLog() {
            setLevel(Level.ALL);
            logger.setLevel(Level.ALL);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setLevel(before);
        }
    }

    @Test
    void thePasswordOfADatabaseIsInNoLog() {
        String url = Databases.POSTGRESQL.fresh();
        String secret = url + (url.contains("?") ? "&" : "?") + "password=s3cret%2Bword&ApplicationName=thor";
        DriverLog driver = new DriverLog();
        try (LogCapture log = new LogCapture()) {
            String shown;
            try (IndicatorStore store = IndicatorStore.open(secret, ExpiryPolicy.DEFAULT, Clock.systemUTC())) {
                shown = store.toString();
            }
            StoreException refused = assertThrows(
                    StoreException.class,
                    () -> IndicatorStore.open(
                                    secret.replace("/store", "/nothing"), ExpiryPolicy.DEFAULT, Clock.systemUTC())
                            .close());
            String text = log.text() + shown + stack(refused) + String.join("", driver.lines);
            assertTrue(text.contains("ApplicationName=thor"), "the driver logs addresses, or this proves nothing");
            assertFalse(text.contains("s3cret"), text);
        } finally {
            driver.close();
        }
    }

    private static String stack(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            all.append(cause).append('\n');
        }
        return all.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/d?user=u&password=p%26q&ssl=true, jdbc:postgresql://h/d?user=u&ssl=true",
        "jdbc:postgresql://h/d?password=p, jdbc:postgresql://h/d",
        "jdbc:postgresql://h/d?sslpassword=p&password=q&a, jdbc:postgresql://h/d?a",
        "jdbc:postgresql://h/d, jdbc:postgresql://h/d",
        "jdbc:sqlite:/a?password=b, jdbc:sqlite:/a?password=b",
    })
    void passwordsAreTakenOutOfAddresses(String url, String shown) {
        assertEquals(shown, DatabaseAddress.of(url).toString());
    }

    @Test
    void aPasswordThatIsNotEncodedIsRefusedWithoutBeingShown() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> DatabaseAddress.of("jdbc:postgresql://h/d?password=%zzsecret"));
        assertFalse(stack(e).contains("zz"), e.getMessage());
    }
}
