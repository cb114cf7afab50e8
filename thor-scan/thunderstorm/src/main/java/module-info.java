/** The Thunderstorm service; its client and its collector, which need no engine. */
@SuppressWarnings("requires-automatic") // HttpClient 5 has a module name, but no descriptor
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

    // The client, the collector and updates. HttpClient asks jdk.net for the options of sockets, and has no descriptor
    // that would say so.
    requires jdk.net;
    requires static org.apache.httpcomponents.client5.httpclient5;
    requires static org.apache.httpcomponents.core5.httpcore5;
    requires static org.snakeyaml.engine;

    exports io.thor4j.thunderstorm.client;
    exports io.thor4j.thunderstorm.collector;
    exports io.thor4j.thunderstorm.server;
    exports io.thor4j.thunderstorm.transport;
    exports io.thor4j.thunderstorm.update;
}
