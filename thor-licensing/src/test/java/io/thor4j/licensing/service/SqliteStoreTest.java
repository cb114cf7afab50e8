package io.thor4j.licensing.service;

import java.nio.file.Path;
import java.util.UUID;

class SqliteStoreTest extends StoreContract {
    @Override
    String newDatabase(Path folder) {
        return "jdbc:sqlite:" + folder.resolve(UUID.randomUUID() + ".db");
    }
}
