package io.palyra.connectors.contract;

import io.palyra.connectors.contract.PlatformUnderTest.Trait;

class EchoContractTest extends ConnectorContract {

    @Override
    protected PlatformUnderTest startPlatform() {
        return new EchoPlatform("palyra.connectors.echo.contract.enabled", "true", Trait.KNOWS_SECOND_SENDS);
    }
}
