/** The Thunderstorm service; its client and its collector, which need no engine. */
module io.thor4j.thunderstorm {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.core;

    // The server package.
    requires static transitive io.thor4j.scan;
    requires static java.management;
    requires static java.sql;
    requires static jdk.management;
    requires static transitive org.eclipse.jetty.server;
    requires static org.eclipse.jetty.http;
    requires static org.eclipse.jetty.io;
    requires static org.eclipse.jetty.util;
    requires static org.eclipse.jetty.alpn.server;
    requires static org.eclipse.jetty.http2.server;

    // The collector and updates.
    requires static org.snakeyaml.engine;

    exports io.thor4j.thunderstorm.client;
    exports io.thor4j.thunderstorm.collector;
    exports io.thor4j.thunderstorm.server;
    exports io.thor4j.thunderstorm.transport;
    exports io.thor4j.thunderstorm.update;
}
