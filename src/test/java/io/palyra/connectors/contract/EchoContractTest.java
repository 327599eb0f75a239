package io.palyra.connectors.contract;

class EchoContractTest extends ConnectorContract {

    @Override
    protected PlatformUnderTest startPlatform() {
        return new EchoPlatform("palyra.connectors.echo.contract.enabled", "true");
    }
}
