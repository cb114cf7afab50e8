/**
 * ThreatConnect, API version 3: {@link io.thor4j.threatintel.threatconnect.ThreatConnectClient} reads listings page by page,
 * {@link io.thor4j.threatintel.threatconnect.Tql} builds filters. Facts in threat-intel-apis.md section 2.
 */
@NullMarked
package io.thor4j.threatintel.threatconnect;

import org.jspecify.annotations.NullMarked;
