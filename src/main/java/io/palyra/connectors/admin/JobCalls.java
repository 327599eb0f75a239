package io.palyra.connectors.admin;

import io.palyra.connectors.jobs.Jobs;
import io.palyra.connectors.settings.Role;
import java.util.List;

/** What operators have started and what goes on by itself. */
final class JobCalls {

    static final String JOBS = "/admin/v1/jobs";

    private record Listed(List<JobView> jobs) {}

    /** One of them. */
    record One(JobView job) {}

    private final Jobs jobs;

    JobCalls(AdminServices services) {
        this.jobs = services.jobs();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(JOBS, this::list).taking("limit"),
                Endpoint.get(JOBS + "/:job", this::find),
                Endpoint.postOptional(ChannelCalls.CHANNEL + "/operations/jobs/:job/cancel", this::cancel)
                        .by(Role.OPERATOR));
    }

    private Answer list(Call call) {
        return Answer.ok(
                new Listed(jobs.latest(call.limit()).stream().map(JobView::of).toList()));
    }

    private Answer find(Call call) {
        return Answer.ok(new One(JobView.of(jobs.find(call.jobId()))));
    }

    private Answer cancel(Call call) {
        call.noFields();
        return Answer.ok(new One(JobView.of(jobs.cancel(call.connectorId(), call.jobId()))));
    }
}
