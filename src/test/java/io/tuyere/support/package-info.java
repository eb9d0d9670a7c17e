/**
 * What the journeys share: a gateway in front of a simulated cloud, and clients on bare sockets whose signatures are written
 * from the documentation, apart from the gateway's own. It may use everything but {@code sign}. Start reading at
 * {@link io.tuyere.support.GatewayUnderTest}.
 */
@NullMarked
package io.tuyere.support;

import org.jspecify.annotations.NullMarked;
