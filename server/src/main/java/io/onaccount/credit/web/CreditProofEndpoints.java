package io.onaccount.credit.web;

import io.onaccount.credit.CreditProof;
import io.onaccount.organization.Actor;
import io.onaccount.organization.Needs;
import io.onaccount.platform.db.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The proof that exposure is what documents and entries say. */
@RestController
@RequestMapping("/api/v1/credit/proof")
class CreditProofEndpoints {
    private final CreditProof proof;
    private final Database database;

    CreditProofEndpoints(CreditProof proof, Database database) {
        this.proof = proof;
        this.database = database;
    }

    /** @param last null before the first run */
    record Last(CreditProof.@Nullable Result last) {}

    @GetMapping
    @Needs("credit-proof.view")
    Last last(Actor actor) {
        return new Last(database.read(actor.company(), proof::last).orElse(null));
    }

    @PostMapping
    @Needs("credit-proof.run")
    Last run(Actor actor) {
        return new Last(proof.run(actor.company(), actor.user()));
    }
}
