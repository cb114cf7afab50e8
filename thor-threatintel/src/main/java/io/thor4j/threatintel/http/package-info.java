/** What the clients of this module do with every request and answer: {@link io.thor4j.threatintel.http.RemoteCalls}. */
@NullMarked
package io.thor4j.threatintel.http;

import org.jspecify.annotations.NullMarked;
