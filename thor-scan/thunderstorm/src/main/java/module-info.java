/** The Thunderstorm service; its client and its collector, which need no engine. */
module io.thor4j.thunderstorm {
    requires transitive io.thor4j.core;
    requires static transitive org.jspecify;
}
