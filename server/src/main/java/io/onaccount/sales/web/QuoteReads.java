package io.onaccount.sales.web;

import io.onaccount.organization.Actor;
import io.onaccount.organization.Scope;
import io.onaccount.platform.Money;
import io.onaccount.platform.db.Sql;
import io.onaccount.platform.db.Tx;
import io.onaccount.receivables.DiscountTerm;
import io.onaccount.receivables.DiscountTerms;
import io.onaccount.sales.Quote;
import io.onaccount.sales.QuoteAnswers;
import io.onaccount.sales.QuoteLinks;
import io.onaccount.sales.web.OrderViews.MoveView;
import io.onaccount.sales.web.OrderViews.ObjectionView;
import io.onaccount.sales.web.QuoteViews.QuoteAnswerView;
import io.onaccount.sales.web.QuoteViews.QuoteLineMargin;
import io.onaccount.sales.web.QuoteViews.QuoteMargin;
import io.onaccount.sales.web.QuoteViews.QuoteOrder;
import io.onaccount.sales.web.QuoteViews.QuoteVersion;
import io.onaccount.sales.web.QuoteViews.QuoteView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a quote's page shows beside the quote itself. */
@Component
class QuoteReads {
    /** Sees what things cost us (ACC-04). */
    private static final String MAY_SEE_COST = "product.cost";

    private final QuoteAnswers answers;
    private final QuoteLinks links;
    private final DiscountTerms discounts;

    QuoteReads(QuoteAnswers answers, QuoteLinks links, DiscountTerms discounts) {
        this.answers = answers;
        this.links = links;
        this.discounts = discounts;
    }

    private record Names(@Nullable String owner, @Nullable String term) {}

    QuoteView view(Tx tx, Actor actor, Quote quote, List<MoveView> moves, List<ObjectionView> objections) {
        boolean chinese = actor.locale().getLanguage().equals(Locale.CHINESE.getLanguage());
        Names names = tx.one(
                """
                select (select u.name from organization.app_user u where u.id = ?) as owner_name,
                    (select case when ? then t.name else t.name_en end from party.payment_term t where t.company_id = ? and t.id = ?) as term_name""",
                row -> new Names(row.textOrNull("owner_name"), row.textOrNull("term_name")),
                quote.owner(),
                chinese,
                tx.company(),
                quote.paymentTerm());
        return new QuoteView(
                quote,
                names.owner(),
                names.term(),
                discounts
                        .offered(tx, quote.customer())
                        .map(DiscountTerm::notation)
                        .orElse(null),
                moves,
                objections,
                actor.may(MAY_SEE_COST) ? margin(tx, quote) : null,
                answers.last(tx, quote.id())
                        .map(given -> new QuoteAnswerView(
                                given.accepted(),
                                given.by(),
                                given.byLink(),
                                given.remark(),
                                given.on(),
                                given.at(),
                                given.content(),
                                given.hash(),
                                given.isWhole()))
                        .orElse(null),
                versions(tx, actor.scope(), quote),
                orders(tx, actor, quote),
                links.count(tx, quote.id()));
    }

    private static List<QuoteVersion> versions(Tx tx, Scope scope, Quote quote) {
        return tx.list(
                Sql.of("""
                                select h.id, h.number, q.revision, h.state, h.date, h.total from sales.quote q
                                join document.header h on h.company_id = q.company_id and h.id = q.id
                                where q.company_id = ? and q.root_id = ? and""", tx.company(), quote.root())
                        .then(Sql.join(" and ", List.of(scope.holds("h"))))
                        .then("order by q.revision"),
                row -> new QuoteVersion(
                        row.uuid("id"),
                        row.text("number"),
                        row.integer("revision"),
                        row.text("state"),
                        row.date("date"),
                        row.decimal("total")));
    }

    /** Orders made of it that the actor may see. */
    private static List<QuoteOrder> orders(Tx tx, Actor actor, Quote quote) {
        if (!actor.may("sales-order.view")) {
            return List.of();
        }
        return tx.list(
                Sql.of("""
                                select h.id, h.number, h.state, h.date, h.total from sales.quote_order q
                                join document.header h on h.company_id = q.company_id and h.id = q.order_id
                                where q.company_id = ? and q.quote_id = ? and""", tx.company(), quote.id())
                        .then(Sql.join(" and ", List.of(actor.scope().holds("h"))))
                        .then("order by h.number"),
                row -> new QuoteOrder(
                        row.uuid("id"), row.text("number"), row.text("state"), row.date("date"), row.decimal("total")));
    }

    private record LineCost(
            int position,
            boolean chosen,
            BigDecimal net,
            @Nullable BigDecimal cost) {}

    private static QuoteMargin margin(Tx tx, Quote quote) {
        String currency = quote.currency();
        List<LineCost> costs = tx.list(
                """
                select l.position, l.chosen, l.net, l.quantity * p.purchase_price / case when p.price_includes_tax then 1 + l.tax_rate else 1 end as cost
                from sales.quote_line l join catalog.product p on p.company_id = l.company_id and p.id = l.product_id
                where l.company_id = ? and l.quote_id = ? order by l.position""",
                row -> {
                    BigDecimal cost = row.decimalOrNull("cost");
                    return new LineCost(
                            row.integer("position"),
                            row.bool("chosen"),
                            row.decimal("net"),
                            cost == null ? null : Money.round(cost, currency).amount());
                },
                tx.company(),
                quote.id());
        List<QuoteLineMargin> lines = new ArrayList<>(costs.size());
        BigDecimal net = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        boolean known = true;
        for (LineCost line : costs) {
            BigDecimal own = line.cost();
            lines.add(new QuoteLineMargin(line.position(), own, own == null ? null : share(line.net(), own)));
            if (line.chosen()) {
                net = net.add(line.net());
                known &= own != null;
                cost = own == null ? cost : cost.add(own);
            }
        }
        return known
                ? new QuoteMargin(
                        cost, Money.round(net.subtract(cost), currency).amount(), share(net, cost), lines)
                : new QuoteMargin(null, null, null, lines);
    }

    private static @Nullable BigDecimal share(BigDecimal net, BigDecimal cost) {
        return net.signum() == 0 ? null : net.subtract(cost).divide(net, 4, RoundingMode.HALF_UP);
    }
}
