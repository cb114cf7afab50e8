/** The Thunderstorm service; its client and its collector, which need no engine. */
@SuppressWarnings("requires-automatic") // HttpClient 5 has a module name, but no descriptor
module io.thor4j.thunderstorm {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    // The client, the collector and updates. HttpClient asks jdk.net for the options of sockets, and has no descriptor
    // that would say so.
    requires jdk.net;
    requires static org.apache.httpcomponents.client5.httpclient5;
    requires static org.apache.httpcomponents.core5.httpcore5;
    requires static org.snakeyaml.engine;

    exports io.thor4j.thunderstorm.client;
    exports io.thor4j.thunderstorm.collector;
    exports io.thor4j.thunderstorm.transport;
}
