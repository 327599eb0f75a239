package io.palyra.connectors.contract;

import io.palyra.connectors.contract.PlatformUnderTest.Trait;

/** The echo connector as a platform that does not recognise a second send. */
class ForgetfulEchoContractTest extends ConnectorContract {

    @Override
    protected PlatformUnderTest startPlatform() {
        return new EchoPlatform("palyra.connectors.echo.contract.idempotent", "false", Trait.UNKNOWN_WAITS);
    }
}
