package io.thor4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store holds what it should after every step of a year; with -Psoak of two million indicators. */
class FeedYearTest {
    private static final int MILLIONS = Integer.getInteger("thor.feed.indicators", 2_000_000);
    private static final int STEPS = Integer.getInteger("thor.feed.steps", 12);

    @TempDir
    private Path folder;

    private void sqlite(int indicators, int steps) {
        Path file = folder.resolve("store.db");
        List<String> lines = new ArrayList<>();
        FeedYear.run("jdbc:sqlite:" + file, indicators, steps, () -> length(file), lines::add);
        check("SQLite", lines);
    }

    private static long length(Path file) {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        try {
            return Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void postgresql(int indicators, int steps) throws IOException {
        List<String> lines = new ArrayList<>();
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            FeedYear.run(url, indicators, steps, () -> size(server), lines::add);
        }
        check("PostgreSQL", lines);
    }

    private static long size(EmbeddedPostgres server) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(String database, List<String> lines) {
        lines.forEach(line -> System.out.println(database + ": " + line));
        assertEquals(4, lines.size());
        assertTrue(lines.get(2).contains("active set equal after each of "), lines.get(2));
    }

    @Test
    void aYearOfAFewThousandOnSqlite() {
        sqlite(4_000, 12);
    }

    @Test
    void aYearOfAFewThousandOnPostgresql() throws IOException {
        postgresql(4_000, 12);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void aYearOfTwoMillionOnSqlite() {
        sqlite(MILLIONS, STEPS);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void aYearOfTwoMillionOnPostgresql() throws IOException {
        postgresql(MILLIONS, STEPS);
    }
}
