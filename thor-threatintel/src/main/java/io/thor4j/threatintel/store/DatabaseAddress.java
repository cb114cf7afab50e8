package io.thor4j.threatintel.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Where a database is, without the passwords that its address held: PostgreSQL's driver logs the whole address at the level FINE. They are
 * handed to the driver beside it. Immutable.
 */
final class DatabaseAddress {
    /** Parameters of the driver that hold secrets. */
    private static final Set<String> SECRET = Set.of("password", "sslpassword");

    private final String url;
    private final Properties secrets = new Properties();

    private DatabaseAddress(String url) {
        this.url = url;
    }

    /**
     * Takes the passwords out of an address.
     *
     * @param url a JDBC address
     * @throws IllegalArgumentException when a password is not encoded as it must be; the message does not show it
     */
    static DatabaseAddress of(String url) {
        int query = url.indexOf('?');
        if (query < 0 || !url.startsWith("jdbc:postgresql:")) {
            return new DatabaseAddress(url);
        }
        List<String> rest = new ArrayList<>();
        Properties secrets = new Properties();
        for (String parameter : url.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (equals > 0 && SECRET.contains(name)) {
                secrets.put(name, decoded(name, parameter.substring(equals + 1)));
            } else {
                rest.add(parameter);
            }
        }
        String base = url.substring(0, query);
        DatabaseAddress address = new DatabaseAddress(rest.isEmpty() ? base : base + "?" + String.join("&", rest));
        address.secrets.putAll(secrets);
        return address;
    }

    private static String decoded(String name, String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            /* Not as the cause: it shows what it could not decode. */
            throw new IllegalArgumentException("the parameter " + name + " of the store's address is not URL-encoded");
        }
    }

    /**
     * Connects.
     *
     * @param properties the driver's settings
     */
    Connection connect(Properties properties) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.putAll(secrets);
        return DriverManager.getConnection(url, all);
    }

    /** Returns the address without its passwords. */
    @Override
    public String toString() {
        return url;
    }
}
