/* The loop of sim/model/compiled/engine.py, written in C to be measured against it.

   The same arrays, heaps and order of events, function by function under the same names. What a
   column or a kind is called stands in layout.h, which is written from the Python enumerations. */

#include <stdbool.h>
#include <stdint.h>

#include "layout.h"

typedef int64_t whole;

struct wholes {
    whole *at;
    whole rows, columns;
};

struct reals {
    double *at;
    whole rows, columns;
};

struct keys {
    uint64_t *at;
    whole rows, columns;
};

struct counts {
    int32_t *at;
    whole rows, columns;
};

struct flags {
    bool *at;
    whole rows, columns;
};

/* The arguments of loop, in their order. */
struct model {
    struct wholes rules;
    struct reals tables;
    struct reals intake_limit;
    struct wholes barriers, capacity, changes, flight_times, flight_seats;
    struct flags flight_cancelled;
    struct keys flight_keys;
    struct wholes group_times, group_seats, decisions, boat_times;
    struct counts boat_people;
    struct reals boat_marks;
    struct keys keys;
    struct wholes drawn;
    struct reals chances, memory;
    struct keys luck;
    struct wholes noted, landings, applications, flight_loads, group_loads;
    struct wholes state, stays, events, ready, returned, coming_back, approvals, travellers;
    struct wholes selected_on, called;
};

#define AT(table, row, column) ((table).at[(row) * (table).columns + (column)])
#define RULE(name) (m->rules.at[RULE_##name])
#define NOW(name) (m->state.at[NOW_##name])
#define MEMORY(name) (m->memory.at[MEMORY_##name])
#define STAY(visit, name) AT(m->stays, visit, STAY_##name)
#define NOTED(visit, name) AT(m->noted, visit, STEP_##name)
#define DRAWN(visit, name) AT(m->drawn, visit, DRAWN_##name)

typedef const struct model *Model;

static whole least(whole a, whole b) { return a < b ? a : b; }

static whole most(whole a, whole b) { return a > b ? a : b; }

/* Heaps: sim/model/compiled/heaps.py. */

static whole size(const struct wholes *heap) { return heap->at[heap->rows - 1]; }

static void push(const struct wholes *heap, whole number)
{
    whole *at = heap->at;
    whole place = at[heap->rows - 1]++;
    while (place > 0) {
        whole parent = (place - 1) >> 1;
        if (at[parent] <= number)
            break;
        at[place] = at[parent];
        place = parent;
    }
    at[place] = number;
}

static void drop(const struct wholes *heap)
{
    whole *at = heap->at;
    whole count = --at[heap->rows - 1];
    whole last = at[count], place = 0, child = 1;
    while (child + 1 < count) {
        child += at[child + 1] < at[child];
        at[place] = at[child];
        place = child;
        child = 2 * place + 1;
    }
    if (child < count) {
        at[place] = at[child];
        place = child;
    }
    while (place > 0) {
        whole parent = (place - 1) >> 1;
        if (at[parent] <= last)
            break;
        at[place] = at[parent];
        place = parent;
    }
    at[place] = last;
}

/* Luck: sim/luck/keyed.py. */

static uint64_t words(Model m, uint64_t name, uint64_t owner)
{
    const uint64_t low = 0xFFFFFFFF;
    uint64_t k0 = m->luck.at[0], k1 = m->luck.at[1];
    uint64_t left = (owner << 32) | (owner >> 32), right = m->luck.at[2] | name;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t from_left = (left >> 32) * MULTIPLIER_0;
        uint64_t from_right = (right >> 32) * MULTIPLIER_1;
        left = (((left & low) ^ k0) << 32) ^ from_right;
        right = (((right & low) ^ k1) << 32) ^ from_left;
        k0 = (k0 + KEY_STEP_0) & low;
        k1 = (k1 + KEY_STEP_1) & low;
    }
    return left;
}

static double shared(Model m, uint64_t name, uint64_t owner, uint64_t other)
{
    uint64_t bits = words(m, name, words(m, name, owner) ^ other);
    double unit = (double)(whole)(bits >> 11) * 0x1p-53;
    return unit > 0x1p-54 ? unit : 0x1p-54;
}

/* Stays: sim/model/compiled/stays.py. */

static whole key_of(whole time, whole kind, whole owner)
{
    return (time << (KIND_BITS + OWNER_BITS)) + (kind << OWNER_BITS) + owner;
}

static whole place_of(whole rank, whole number) { return rank * (1LL << OWNER_BITS) + number; }

static void call(Model m, whole visit, whole time, whole kind, whole owner, whole what)
{
    STAY(visit, AHEAD) = NOTHING;
    if (time < RULE(HORIZON)) {
        whole key = key_of(time, kind, owner);
        STAY(visit, AHEAD) = key;
        STAY(visit, AHEAD_IS) = what;
        push(&m->events, key);
    }
}

static void ends(Model m, whole visit, whole now, whole how)
{
    NOTED(visit, LEFT) = now;
    NOTED(visit, EXIT) = how;
}

static void leaves(Model m, whole visit, whole now, whole how)
{
    ends(m, visit, now, how);
    NOW(OCCUPIED)--;
    NOW(MUST_ADMIT) = 1;
}

static whole end_of_day(whole time) { return (time / DAY + 1) * DAY - 1; }

static void may_end(Model m, whole visit, whole time, whole kind, whole rank, whole how)
{
    bool first;
    if (time != STAY(visit, END))
        first = time < STAY(visit, END);
    else if (kind != STAY(visit, END_KIND))
        first = kind < STAY(visit, END_KIND);
    else if (rank != STAY(visit, END_RANK))
        first = rank < STAY(visit, END_RANK);
    else
        first = how < STAY(visit, END_EXIT);
    if (first) {
        STAY(visit, END) = time;
        STAY(visit, END_KIND) = kind;
        STAY(visit, END_RANK) = rank;
        STAY(visit, END_EXIT) = how;
    }
}

static void may_run_out(Model m, whole visit, whole time, whole admitted, whole rank, whole how)
{
    if (time < admitted)
        may_end(m, visit, admitted, KIND_LEAVE, rank, how);
    else
        may_end(m, visit, time, KIND_DEADLINE, rank, how);
}

static void add_delay(Model m, whole visit, whole met, whole onset, whole length)
{
    whole *stay = &AT(m->stays, visit, 0);
    whole at = STAY_DELAY_ONSET + 2 * met;
    while (at > STAY_DELAY_ONSET
           && (stay[at - 2] > onset || (stay[at - 2] == onset && stay[at - 1] > length))) {
        stay[at] = stay[at - 2];
        stay[at + 1] = stay[at - 1];
        at -= 2;
    }
    stay[at] = onset;
    stay[at + 1] = length;
}

static void plan_stay(Model m, whole visit, whole arrived, whole admitted)
{
    whole referral = admitted + DRAWN(visit, REFERRAL);
    whole reply = referral + DRAWN(visit, REPLY);
    whole notice_end = reply + DRAWN(visit, NOTICE);
    const whole moments[] = {arrived, admitted, referral, reply, notice_end};
    whole day = least(reply / DAY, RULE(DAYS) - 1);
    STAY(visit, REPLY_AT) = reply;
    STAY(visit, ACCEPTS) = AT(m->chances, visit, ACCEPTED) < AT(m->tables, TABLE_ACCEPTED, day);
    STAY(visit, NOTICE_END) = notice_end;
    STAY(visit, REFUSED_UNTIL) = reply + DRAWN(visit, HELD);
    STAY(visit, END) = NEVER;
    whole met = 0;
    for (whole barrier = 0; barrier < m->barriers.rows; barrier++) {
        if (AT(m->chances, visit, MEETS + barrier)
            >= AT(m->tables, TABLE_BARRIERS + barrier, arrived / DAY))
            continue;
        whole moment = moments[AT(m->barriers, barrier, 0)];
        whole onset = most(moment + AT(m->drawn, visit, DRAWN_ONSET + 2 * barrier), admitted);
        whole how = AT(m->barriers, barrier, 1);
        if (how >= 0)
            may_end(m, visit, onset, KIND_LEAVE, barrier, how);
        else {
            whole length = AT(m->drawn, visit, DRAWN_DELAY + 2 * barrier);
            add_delay(m, visit, met, onset, length);
            met++;
        }
    }
    STAY(visit, DELAYS) = met;
    STAY(visit, NEXT_DELAY) = 0;
    whole refer_by = least(end_of_day(arrived + RULE(REFERRAL_DEADLINE)), RULE(REFERRAL_ENDS));
    if (referral > refer_by)
        may_run_out(m, visit, refer_by, admitted, 0, EXIT_REFERRED_LATE);
    whole out_of_time = end_of_day(arrived + RULE(LONG_STOP));
    may_run_out(m, visit, out_of_time, admitted, 1, EXIT_OUT_OF_TIME);
    may_run_out(m, visit, RULE(RETURNS_END), admitted, 2, EXIT_SCHEME_ENDED);
}

static void stays_until(Model m, whole visit, whole time, whole step)
{
    whole end = STAY(visit, END), end_kind = STAY(visit, END_KIND);
    if (end < time || (end == time && end_kind < KIND_READY))
        call(m, visit, end, end_kind, 1 + visit, EVENT_STAY_ENDS);
    else
        call(m, visit, time, KIND_READY, 1 + visit, step);
}

static void is_held_up(Model m, whole visit, whole ready)
{
    whole delay = STAY(visit, NEXT_DELAY);
    while (delay < STAY(visit, DELAYS)
           && AT(m->stays, visit, STAY_DELAY_ONSET + 2 * delay) <= ready) {
        ready += AT(m->stays, visit, STAY_DELAY_LENGTH + 2 * delay);
        delay++;
    }
    STAY(visit, NEXT_DELAY) = delay;
    stays_until(m, visit, ready, EVENT_READY);
}

static void joins_the_queue(Model m, whole visit, whole place)
{
    STAY(visit, PLACE) = place;
    push(&m->ready, place);
    NOW(WAIT_FOR_FLIGHT)++;
}

static void leaves_the_queue(Model m, whole visit)
{
    STAY(visit, PLACE) = NOT_WAITING;
    NOW(WAIT_FOR_FLIGHT)--;
}

static void waits_for_a_flight(Model m, whole visit, whole now)
{
    if (NOTED(visit, READY) < 0)
        NOTED(visit, READY) = now;
    whole rank = now;
    if (RULE(BOARDING) == 1)
        rank = NOTED(visit, ARRIVED);
    else if (RULE(BOARDING) == 2)
        rank = -NOTED(visit, ARRIVED);
    joins_the_queue(m, visit, place_of(rank, visit));
    whole time = STAY(visit, END), kind = STAY(visit, END_KIND);
    whole delay = STAY(visit, NEXT_DELAY);
    if (delay < STAY(visit, DELAYS)) {
        whole onset = AT(m->stays, visit, STAY_DELAY_ONSET + 2 * delay);
        if (onset < time || (onset == time && kind > KIND_READY)) {
            time = onset;
            kind = KIND_READY;
        }
    }
    call(m, visit, time, kind, 1 + visit, EVENT_WAIT_ENDS);
}

static void is_referred(Model m, whole visit, whole now)
{
    NOTED(visit, REFERRED) = now;
    stays_until(m, visit, STAY(visit, REPLY_AT), EVENT_REPLY);
}

static void is_replied_to(Model m, whole visit, whole now)
{
    if (STAY(visit, ACCEPTS)) {
        NOTED(visit, ACCEPTED) = now;
        is_held_up(m, visit, STAY(visit, NOTICE_END));
    } else
        stays_until(m, visit, STAY(visit, REFUSED_UNTIL), EVENT_REFUSED);
}

static void stops_waiting(Model m, whole visit, whole kind, whole now)
{
    leaves_the_queue(m, visit);
    if (kind == KIND_READY) {
        whole delay = STAY(visit, NEXT_DELAY);
        STAY(visit, NEXT_DELAY) = delay + 1;
        is_held_up(m, visit,
                   AT(m->stays, visit, STAY_DELAY_ONSET + 2 * delay)
                       + AT(m->stays, visit, STAY_DELAY_LENGTH + 2 * delay));
    } else
        leaves(m, visit, now, STAY(visit, END_EXIT));
}

/* Places: sim/model/compiled/places.py. */

static bool waits_for_a_place(Model m, whole visit)
{
    return NOTED(visit, ASKED) >= 0 && NOTED(visit, DETAINED) < 0 && NOTED(visit, LEFT) < 0;
}

static whole first_waiting(Model m)
{
    whole row = NOW(FIRST_WAITING);
    while (row < NOW(ROW) && (DRAWN(row, NUMBER) > 0 || !waits_for_a_place(m, row)))
        row++;
    NOW(FIRST_WAITING) = row;
    return row < NOW(ROW) ? row : -1;
}

static whole next_for_a_place(Model m)
{
    while (size(&m->returned) > 0) {
        whole visit = m->returned.at[0] & OWNER_MASK;
        if (waits_for_a_place(m, visit))
            return visit;
        drop(&m->returned);
    }
    return first_waiting(m);
}

static void asks_for_a_place(Model m, whole visit, whole now)
{
    NOTED(visit, ASKED) = now;
    NOW(MUST_ADMIT) = 1;
    if (DRAWN(visit, NUMBER) > 0) {
        push(&m->returned, place_of(now, visit));
        whole until = now + RULE(HOLDING_LIMIT);
        call(m, visit, until, KIND_DEADLINE, 1 + visit, EVENT_HOLDING_ENDS);
    }
}

static void admit(Model m, whole now)
{
    while (NOW(OCCUPIED) < NOW(CAPACITY)) {
        whole visit = next_for_a_place(m);
        if (visit < 0)
            break;
        NOW(OCCUPIED)++;
        NOTED(visit, DETAINED) = now;
        plan_stay(m, visit, NOTED(visit, ARRIVED), now);
        stays_until(m, visit, now + DRAWN(visit, REFERRAL), EVENT_REFERRAL);
    }
}

static void scheme_ends(Model m, whole now)
{
    for (whole visit; (visit = next_for_a_place(m)) >= 0;)
        ends(m, visit, now, EXIT_SCHEME_ENDED);
}

/* Arrivals: sim/model/compiled/arriving.py. */

static void days_pass(Model m, whole now)
{
    whole today = now / DAY;
    while (NOW(DAY) < today) {
        whole over = MEMORY_COUNTED + 2 * NOW(DAY);
        MEMORY(RETURNS) += m->memory.at[over];
        MEMORY(ARRIVALS) += m->memory.at[over + 1];
        whole forgotten = over - 2 * (whole)MEMORY(DAYS);
        if (forgotten >= MEMORY_COUNTED) {
            MEMORY(RETURNS) -= m->memory.at[forgotten];
            MEMORY(ARRIVALS) -= m->memory.at[forgotten + 1];
        }
        if (MEMORY(ARRIVALS) > 0) {
            double chance = MEMORY(RETURNS) / MEMORY(ARRIVALS);
            MEMORY(EXPERIENCED) = chance < 1 ? chance : 1;
        }
        double gap = MEMORY(EXPERIENCED) - MEMORY(PERCEIVED);
        MEMORY(PERCEIVED) += gap * (1 - MEMORY(KEPT_A_DAY));
        NOW(DAY)++;
    }
}

static void remembers_arrivals(Model m, whole now, whole people)
{
    m->memory.at[MEMORY_COUNTED + 2 * (now / DAY) + 1] += (double)people;
}

static void remembers_a_return(Model m, whole now)
{
    m->memory.at[MEMORY_COUNTED + 2 * (now / DAY)] += 1;
}

static bool sets_out(Model m, whole now, double mark)
{
    if (MEMORY(STRENGTH) == 0 || now < RULE(DETERS_FROM))
        return true;
    days_pass(m, now);
    return mark < 1 - MEMORY(STRENGTH) * MEMORY(PERCEIVED);
}

static void comes_back(Model m, whole visit, whole now, bool aboard)
{
    NOTED(visit, ARRIVED) = now;
    if (!aboard) {
        NOTED(visit, ALONE) = 1;
        remembers_arrivals(m, now, 1);
    }
    if (now <= RULE(SCOPE_ENDS))
        asks_for_a_place(m, visit, now);
}

static void observation_ends(Model m, whole now)
{
    while (size(&m->coming_back) > 0) {
        whole visit = m->coming_back.at[0] & OWNER_MASK;
        drop(&m->coming_back);
        comes_back(m, visit, now, false);
    }
}

static void boat_lands(Model m, whole boat, whole people, double mark, whole now)
{
    whole first = NOW(ROW), last = first;
    while (last < m->drawn.rows && DRAWN(last, BOAT) == boat)
        last++;
    NOW(ROW) = last;
    if (!sets_out(m, now, mark))
        return;
    remembers_arrivals(m, now, people);
    AT(m->landings, boat, LANDING_LANDED) = 1;
    whole taken = 0;
    while (taken < people && size(&m->coming_back) > 0
           && m->coming_back.at[0] >> OWNER_BITS <= now) {
        m->called.at[taken++] = m->coming_back.at[0] & OWNER_MASK;
        drop(&m->coming_back);
    }
    AT(m->landings, boat, LANDING_TAKEN) = taken;
    whole today = now / DAY;
    for (whole visit = first; visit < last; visit++) {
        if (DRAWN(visit, NUMBER) > 0 || DRAWN(visit, PLACE) >= people - taken)
            continue;
        NOTED(visit, ARRIVED) = now;
        if (RULE(HAS_INTAKE_LIMIT)
            && (double)m->selected_on.at[today] >= m->intake_limit.at[today]) {
            ends(m, visit, now, EXIT_INTAKE_FULL);
            continue;
        }
        m->selected_on.at[today]++;
        asks_for_a_place(m, visit, now);
    }
    for (whole number = 0; number < taken; number++)
        comes_back(m, m->called.at[number], now, true);
}

/* Travel: sim/model/compiled/travelling.py. */

static void is_returned(Model m, whole visit, whole flight, whole now)
{
    STAY(visit, AHEAD) = NOTHING;
    NOTED(visit, FLIGHT) = flight;
    NOW(BALANCE)--;
    remembers_a_return(m, now);
    leaves(m, visit, now, EXIT_RETURNED);
    whole after = DRAWN(visit, COMES_BACK_AFTER);
    if (after >= 0) {
        whole due = now + after;
        if (due < RULE(OBSERVED_ENDS))
            push(&m->coming_back, place_of(due, visit + 1));
        else
            call(m, visit + 1, due, KIND_ARRIVE, NOW(BOATS) + 1 + visit + 1, EVENT_COMES_BACK);
    }
}

static void flight_leaves(Model m, whole flight, whole now)
{
    whole room = 0;
    if (!NOW(RETURNS_HALTED))
        room = most(RULE(RETURNED_LEAD) + NOW(BALANCE), 0);
    whole places = least(m->flight_seats.at[flight], room);
    places = most(least(places, NOW(WAIT_FOR_FLIGHT)), 0);
    double missing = AT(m->tables, TABLE_MISSED, now / DAY);
    uint64_t flight_key = m->flight_keys.at[flight];
    whole how_many = 0;
    for (whole n = 0; n < places; n++) {
        while (STAY(m->ready.at[0] & OWNER_MASK, PLACE) != m->ready.at[0])
            drop(&m->ready);
        whole place = m->ready.at[0];
        whole visit = place & OWNER_MASK;
        drop(&m->ready);
        leaves_the_queue(m, visit);
        if (missing > 0 && shared(m, MISSED, m->keys.at[visit], flight_key) < missing) {
            NOTED(visit, MISSED)++;
            m->called.at[how_many++] = place;
            continue;
        }
        is_returned(m, visit, flight, now);
    }
    for (whole number = 0; number < how_many; number++) {
        whole place = m->called.at[number];
        joins_the_queue(m, place & OWNER_MASK, place);
    }
    AT(m->flight_loads, flight, LOAD_MISSED) = how_many;
    AT(m->flight_loads, flight, LOAD_CARRIED) = places - how_many;
}

static bool stops_approvals(Model m)
{
    if (RULE(HALTS_TRAVEL))
        return false;
    return NOW(INBOUND_HALTED) == 1 || NOW(BALANCE) >= RULE(INBOUND_LEAD);
}

static void is_approved(Model m, whole applicant, whole now)
{
    if (now <= RULE(INBOUND_ENDS)) {
        AT(m->applications, applicant, APPROVAL_APPROVED) = now;
        push(&m->travellers, place_of(now, applicant));
    }
}

static void is_decided(Model m, whole applicant, whole now)
{
    if (size(&m->approvals) > 0 || stops_approvals(m))
        push(&m->approvals, place_of(now, applicant));
    else
        is_approved(m, applicant, now);
}

static void group_travels(Model m, whole group, whole now)
{
    whole waiting = size(&m->travellers);
    AT(m->group_loads, group, LOAD_WAITING) = waiting;
    whole room = waiting;
    if (RULE(HALTS_TRAVEL))
        room = NOW(INBOUND_HALTED) ? 0 : most(RULE(INBOUND_LEAD) - NOW(BALANCE), 0);
    whole places = most(least(least(m->group_seats.at[group], room), waiting), 0);
    for (whole n = 0; n < places; n++) {
        whole applicant = m->travellers.at[0] & OWNER_MASK;
        drop(&m->travellers);
        AT(m->applications, applicant, APPROVAL_TRAVELLED) = now;
        AT(m->applications, applicant, APPROVAL_GROUP) = group;
    }
    AT(m->group_loads, group, LOAD_CARRIED) = places;
    NOW(BALANCE) += places;
}

static whole is_halted(whole lead, whole bound, whole reset, whole halted)
{
    if (lead >= bound)
        return 1;
    return halted && reset >= 0 && lead > reset;
}

static void balance_is_reviewed(Model m, whole now)
{
    whole balance = NOW(BALANCE), reset = RULE(RESET);
    NOW(INBOUND_HALTED) = is_halted(balance, RULE(INBOUND_LEAD), reset, NOW(INBOUND_HALTED));
    NOW(RETURNS_HALTED) = is_halted(-balance, RULE(RETURNED_LEAD), reset, NOW(RETURNS_HALTED));
    while (size(&m->approvals) > 0 && !stops_approvals(m)) {
        whole applicant = m->approvals.at[0] & OWNER_MASK;
        drop(&m->approvals);
        is_approved(m, applicant, now);
    }
}

/* The loop: sim/model/compiled/engine.py. */

static whole next_planned(Model m)
{
    whole key = key_of(least(NOW(NEXT_REVIEW), RULE(HORIZON)), KIND_OBSERVE, 0);
    whole change = NOW(NEXT_CAPACITY);
    if (change < m->changes.rows) {
        whole day = m->changes.at[change];
        key = least(key, key_of(day * DAY, KIND_CAPACITY, day));
    }
    whole decision = NOW(NEXT_APPROVAL);
    if (decision < m->decisions.rows) {
        whole when = m->decisions.at[decision] >> OWNER_BITS;
        whole applicant = m->decisions.at[decision] & OWNER_MASK;
        key = least(key, key_of(when, KIND_READY, 1 + m->keys.rows + applicant));
    }
    whole flight = NOW(NEXT_FLIGHT);
    if (flight < m->flight_times.rows)
        key = least(key, key_of(m->flight_times.at[flight], KIND_BOARD, flight));
    whole group = NOW(NEXT_GROUP);
    if (group < m->group_times.rows)
        key = least(key, key_of(m->group_times.at[group], KIND_TRAVEL, group));
    whole boat = NOW(NEXT_BOAT);
    if (boat < m->boat_times.rows)
        key = least(key, key_of(m->boat_times.at[boat], KIND_ARRIVE, 1 + boat));
    if (!NOW(OBSERVATION_ENDED)) {
        whole ended = least(RULE(OBSERVED_ENDS), RULE(HORIZON));
        key = least(key, key_of(ended, KIND_ARRIVE, 0));
    }
    if (!NOW(SCHEME_ENDED)) {
        whole ended = least(RULE(RETURNS_END), RULE(HORIZON));
        key = least(key, key_of(ended, KIND_DEADLINE, 0));
    }
    return key;
}

static void happens_as_planned(Model m, whole key, whole kind, whole now)
{
    if (kind == KIND_ARRIVE) {
        if ((key & OWNER_MASK) > 0) {
            whole boat = NOW(NEXT_BOAT)++;
            boat_lands(m, boat, m->boat_people.at[boat], m->boat_marks.at[boat], now);
        } else {
            NOW(OBSERVATION_ENDED) = 1;
            observation_ends(m, now);
        }
    } else if (kind == KIND_READY) {
        whole applicant = m->decisions.at[NOW(NEXT_APPROVAL)++] & OWNER_MASK;
        is_decided(m, applicant, now);
    } else if (kind == KIND_CAPACITY) {
        NOW(CAPACITY) = m->capacity.at[m->changes.at[NOW(NEXT_CAPACITY)++]];
        NOW(MUST_ADMIT) = 1;
    } else if (kind == KIND_BOARD) {
        whole flight = NOW(NEXT_FLIGHT)++;
        AT(m->flight_loads, flight, LOAD_WAITING) = NOW(WAIT_FOR_FLIGHT);
        if (!m->flight_cancelled.at[flight])
            flight_leaves(m, flight, now);
    } else if (kind == KIND_TRAVEL) {
        whole group = NOW(NEXT_GROUP)++;
        group_travels(m, group, now);
    } else if (kind == KIND_OBSERVE) {
        NOW(NEXT_REVIEW) += RULE(REVIEW);
        balance_is_reviewed(m, now);
    } else {
        NOW(SCHEME_ENDED) = 1;
        scheme_ends(m, now);
    }
}

static void happens_to_a_visit(Model m, whole key, whole kind, whole now)
{
    whole visit = (key & OWNER_MASK) - 1;
    if (kind == KIND_ARRIVE)
        visit -= NOW(BOATS);
    if (STAY(visit, AHEAD) != key)
        return;
    STAY(visit, AHEAD) = NOTHING;
    switch (STAY(visit, AHEAD_IS)) {
    case EVENT_REFERRAL:
        is_referred(m, visit, now);
        break;
    case EVENT_REPLY:
        is_replied_to(m, visit, now);
        break;
    case EVENT_REFUSED:
        leaves(m, visit, now, EXIT_REFUSED);
        break;
    case EVENT_READY:
        waits_for_a_flight(m, visit, now);
        break;
    case EVENT_STAY_ENDS:
        leaves(m, visit, now, STAY(visit, END_EXIT));
        break;
    case EVENT_WAIT_ENDS:
        stops_waiting(m, visit, kind, now);
        break;
    case EVENT_COMES_BACK:
        comes_back(m, visit, now, false);
        break;
    default:
        if (waits_for_a_place(m, visit))
            ends(m, visit, now, EXIT_NO_PLACE);
    }
}

void loop(Model m)
{
    whole now = 0;
    whole planned = next_planned(m);
    while (true) {
        whole key = planned;
        if (size(&m->events) > 0)
            key = least(key, m->events.at[0]);
        whole waiting = first_waiting(m), deadline = NEVER;
        if (waiting >= 0) {
            whole until = NOTED(waiting, ASKED) + RULE(HOLDING_LIMIT);
            deadline = key_of(least(until, RULE(HORIZON)), KIND_DEADLINE, 1 + waiting);
            key = least(key, deadline);
        }
        if (NOW(MUST_ADMIT) && key >= key_of(now, KIND_ADMIT, 0)) {
            NOW(MUST_ADMIT) = 0;
            admit(m, now);
            continue;
        }
        now = key >> (KIND_BITS + OWNER_BITS);
        if (now >= RULE(HORIZON))
            return;
        whole kind = (key >> OWNER_BITS) & ((1 << KIND_BITS) - 1);
        if (key == deadline)
            ends(m, waiting, now, EXIT_NO_PLACE);
        else if (key == planned) {
            happens_as_planned(m, key, kind, now);
            planned = next_planned(m);
        } else {
            drop(&m->events);
            happens_to_a_visit(m, key, kind, now);
        }
    }
}
