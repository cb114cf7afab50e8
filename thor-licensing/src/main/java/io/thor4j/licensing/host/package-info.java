/** Who a host is to a licence: its {@link io.thor4j.licensing.host.HostName}, its {@link io.thor4j.licensing.host.HostHash} and platform. */
@NullMarked
package io.thor4j.licensing.host;

import org.jspecify.annotations.NullMarked;
