package io.onaccount.insight.web;

import io.onaccount.insight.CustomerPast;
import io.onaccount.insight.Home;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.organization.SignedIn;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InsightEndpoints {
    private final Home home;
    private final CustomerPast past;

    InsightEndpoints(Home home, CustomerPast past) {
        this.home = home;
        this.past = past;
    }

    @GetMapping("/api/v1/home")
    @SignedIn("everybody has a home page; it shows what their rights and data scope allow")
    Home.View home(Actor actor) {
        return home.view(actor);
    }

    @GetMapping("/api/v1/customers/{id}/months")
    @Needs("customer.view")
    CustomerPast.Months months(Actor actor, @PathVariable UUID id) {
        return past.months(actor, id);
    }

    @GetMapping("/api/v1/customers/{id}/open-orders")
    @Needs("sales-order.view")
    CustomerPast.OpenOrders openOrders(Actor actor, @PathVariable UUID id) {
        return past.openOrders(actor, id);
    }

    @GetMapping("/api/v1/customers/{id}/timeline")
    @Needs("customer.view")
    CustomerPast.Timeline timeline(Actor actor, @PathVariable UUID id) {
        return past.timeline(actor, id);
    }
}
