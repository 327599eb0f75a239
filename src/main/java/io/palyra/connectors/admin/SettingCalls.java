package io.palyra.connectors.admin;

import io.palyra.connectors.settings.ShownSetting;
import java.util.List;

/** The settings of the program that answers, and where each is from. */
final class SettingCalls {

    private record Settings(List<ShownSetting> settings) {}

    private final AdminServices services;

    SettingCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/admin/v1/settings", call -> Answer.ok(new Settings(services.settings())))
                .on(Endpoint.Workers.MEMORY));
    }
}
