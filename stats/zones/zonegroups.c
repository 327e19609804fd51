#include "zonegroups.h"

#include "base/tz.h"
#include "weekends.h"
#include <stdlib.h>

#define UNKNOWN_PEOPLE 0.02

/* People who live by a zone's clock, in millions: populations of about 2020 of the
   country or of its part, rounded; they order names and weigh a prior by their
   square root, which asks no more than the order of magnitude. */
static const struct {
    const char *name;
    double people;
} known[] = {
    { "Asia/Shanghai", 1400 }, { "Asia/Kolkata", 1390 }, { "Africa/Lagos", 400 },
    { "Africa/Nairobi", 330 }, { "Asia/Karachi", 225 }, { "Africa/Maputo", 220 },
    { "America/New_York", 150 }, { "Asia/Jakarta", 190 }, { "America/Sao_Paulo", 140 },
    { "Asia/Dhaka", 165 }, { "Asia/Bangkok", 150 }, { "Asia/Tokyo", 126 },
    { "America/Mexico_City", 110 }, { "Asia/Manila", 110 }, { "Africa/Cairo", 102 },
    { "Africa/Abidjan", 180 }, { "America/Chicago", 95 }, { "Asia/Ho_Chi_Minh", 60 },
    { "Europe/Moscow", 95 }, { "Europe/Berlin", 90 }, { "Asia/Tehran", 84 },
    { "Europe/Istanbul", 84 }, { "Europe/Paris", 67 }, { "Europe/London", 67 },
    { "Africa/Johannesburg", 63 }, { "Europe/Rome", 60 }, { "America/Los_Angeles", 53 },
    { "Asia/Yangon", 54 }, { "Asia/Seoul", 52 }, { "America/Bogota", 51 },
    { "Europe/Madrid", 45 }, { "Africa/Khartoum", 44 }, { "Africa/Algiers", 44 },
    { "America/Argentina/Buenos_Aires", 30 }, { "Europe/Kyiv", 42 }, { "Asia/Baghdad", 40 },
    { "Asia/Kabul", 39 }, { "Asia/Riyadh", 70 }, { "Europe/Warsaw", 38 },
    { "Africa/Casablanca", 37 }, { "Asia/Singapore", 38 }, { "America/Lima", 33 },
    { "America/Toronto", 24 }, { "Asia/Tashkent", 24 }, { "Asia/Kathmandu", 29 },
    { "America/Caracas", 28 }, { "Asia/Pyongyang", 26 }, { "Asia/Taipei", 23.5 },
    { "America/Fortaleza", 20 }, { "America/Bahia", 15 }, { "America/Recife", 10 },
    { "Asia/Colombo", 22 }, { "Asia/Makassar", 45 }, { "Asia/Yekaterinburg", 20 },
    { "Europe/Bucharest", 19 }, { "Asia/Almaty", 13 }, { "America/Santiago", 18.5 },
    { "America/Guatemala", 17 }, { "America/Guayaquil", 17 }, { "Asia/Damascus", 17 },
    { "Africa/Ndjamena", 16 }, { "Europe/Brussels", 29 }, { "America/Denver", 15 },
    { "Asia/Dubai", 15 }, { "Europe/Zurich", 8.7 }, { "Europe/Vienna", 8.9 },
    { "Europe/Prague", 16 }, { "Africa/Tunis", 12 }, { "America/Havana", 11.3 },
    { "America/Santo_Domingo", 10.8 }, { "America/Port-au-Prince", 11.4 },
    { "America/La_Paz", 11.7 }, { "Africa/Juba", 11 }, { "Europe/Athens", 10.7 },
    { "Europe/Lisbon", 10 }, { "Asia/Amman", 10.2 }, { "Asia/Baku", 10.1 },
    { "America/Tegucigalpa", 9.9 }, { "Europe/Budapest", 9.7 }, { "Asia/Dushanbe", 9.5 },
    { "Europe/Minsk", 9.4 }, { "Europe/Belgrade", 17 }, { "Asia/Jerusalem", 9.2 },
    { "Pacific/Port_Moresby", 9 }, { "Australia/Sydney", 8.3 }, { "Asia/Hong_Kong", 7.5 },
    { "Australia/Melbourne", 6.6 }, { "America/Phoenix", 7 }, { "America/Asuncion", 7.1 },
    { "Europe/Sofia", 6.9 }, { "Africa/Tripoli", 6.9 }, { "Asia/Beirut", 6.8 },
    { "America/El_Salvador", 6.5 }, { "America/Managua", 6.6 }, { "Asia/Bishkek", 6.6 },
    { "Asia/Novosibirsk", 7 }, { "Asia/Krasnoyarsk", 7 }, { "Asia/Omsk", 2 },
    { "Asia/Irkutsk", 4 }, { "Asia/Vladivostok", 3.5 }, { "Asia/Yakutsk", 2 },
    { "Europe/Samara", 4.7 }, { "Asia/Ashgabat", 6 }, { "Europe/Helsinki", 5.5 },
    { "Europe/Dublin", 5 }, { "Australia/Brisbane", 5.2 }, { "America/Costa_Rica", 5.1 },
    { "Africa/Monrovia", 5 }, { "Pacific/Auckland", 5.1 }, { "Asia/Gaza", 2 },
    { "Asia/Hebron", 3 }, { "America/Panama", 4.5 }, { "America/Edmonton", 4.4 },
    { "America/Vancouver", 5 }, { "America/Manaus", 4 }, { "Europe/Tallinn", 1.3 },
    { "Europe/Vilnius", 2.8 }, { "Europe/Riga", 1.9 }, { "Asia/Tbilisi", 3.7 },
    { "America/Montevideo", 3.5 }, { "Asia/Ulaanbaatar", 3 }, { "America/Jamaica", 3 },
    { "Asia/Yerevan", 3 }, { "America/Puerto_Rico", 8 }, { "Asia/Qatar", 4.5 },
    { "Europe/Chisinau", 2.6 }, { "Europe/Tirane", 2.8 }, { "Africa/Windhoek", 2.5 },
    { "Australia/Perth", 2.7 }, { "Australia/Adelaide", 1.7 }, { "America/Halifax", 1.9 },
    { "America/Winnipeg", 1.4 }, { "America/Regina", 1.2 }, { "Pacific/Honolulu", 1.4 },
    { "America/St_Johns", 0.5 }, { "America/Anchorage", 0.7 }, { "Asia/Kamchatka", 0.3 },
    { "Pacific/Fiji", 0.9 }, { "Atlantic/Azores", 0.24 }, { "Atlantic/Cape_Verde", 0.55 },
    { "Australia/Darwin", 0.25 }, { "Pacific/Guam", 0.3 }, { "Pacific/Noumea", 0.3 },
    { "Pacific/Guadalcanal", 0.9 }, { "Pacific/Tongatapu", 0.1 }, { "Pacific/Apia", 0.2 },
    { "America/Tijuana", 3.7 }, { "America/Monterrey", 9 }, { "America/Detroit", 9.5 },
    { "America/Indiana/Indianapolis", 5.5 }, { "America/Boise", 1.3 },
    { "Australia/Hobart", 0.54 }, { "Asia/Kuching", 6 }, { "Asia/Magadan", 0.15 },
    { "America/Hermosillo", 3 }, { "Europe/Kaliningrad", 1 }, { "Asia/Urumqi", 5 },
    { "Pacific/Pago_Pago", 0.06 }, { "America/Noronha", 0.004 }, { "America/Nuuk", 0.05 },
};

struct zone {
    char *name, *countries;
    double people;
    struct zone_change *changes;
    size_t n;
};

struct zonebook {
    struct zone *zones;
    size_t n, capacity;
    when_t start, end;
    struct err *err; /* while loading */
};

static double people_of(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].people;
    return UNKNOWN_PEOPLE;
}

static void add_change(struct zone *z, size_t *capacity, when_t at, int32_t offset_s)
{
    if (z->n > 0 && z->changes[z->n - 1].offset_s == offset_s)
        return;
    z->changes = mem_grow(z->changes, capacity, z->n + 1, sizeof *z->changes);
    z->changes[z->n++] = (struct zone_change){ at, offset_s };
}

static void read_clock(struct zone *z, const struct tz *tz, when_t start, when_t end)
{
    size_t capacity = 0;
    int64_t t = when_floor(start, WHEN_SECOND) / WHEN_SECOND;
    add_change(z, &capacity, INT64_MIN, tz_offset(tz, t));
    struct tz_change c;
    while (tz_next_change(tz, t, &c) && c.at * WHEN_SECOND <= end) {
        add_change(z, &capacity, c.at * WHEN_SECOND, c.offset);
        t = c.at;
    }
}

static bool load_zone(const char *name, const char *countries, void *context)
{
    struct zonebook *book = context;
    struct tz *tz = tz_open(name, book->err);
    if (tz == NULL)
        return false;
    book->zones = mem_grow(book->zones, &book->capacity, book->n + 1, sizeof *book->zones);
    struct zone *z = &book->zones[book->n++];
    *z = (struct zone){ .name = mem_text(name), .countries = mem_text(countries), .people = people_of(name) };
    read_clock(z, tz, book->start, book->end);
    tz_free(tz);
    return true;
}

static int best_known_first(const void *a, const void *b)
{
    const struct zone *x = a, *y = b;
    if (x->people != y->people)
        return x->people > y->people ? -1 : 1;
    return strcmp(x->name, y->name);
}

struct zonebook *zonebook_load(when_t start, when_t end, struct err *err)
{
    struct zonebook *book = mem_zero(sizeof *book);
    book->start = start;
    book->end = end;
    book->err = err;
    bool good = tz_each(load_zone, book, err) && !err->set;
    if (good && book->n == 0)
        good = err_set(err, "error: the time zone database lists no zones");
    if (!good) {
        zonebook_free(book);
        return NULL;
    }
    mem_sort(book->zones, book->n, sizeof *book->zones, best_known_first);
    return book;
}

void zonebook_free(struct zonebook *book)
{
    if (book == NULL)
        return;
    for (size_t i = 0; i < book->n; i++) {
        free(book->zones[i].name);
        free(book->zones[i].countries);
        free(book->zones[i].changes);
    }
    free(book->zones);
    free(book);
}

size_t zonebook_zones(const struct zonebook *book) { return book->n; }

static struct zone_clock cut_clock(const struct zone *z, when_t start, when_t end)
{
    size_t first = 0, n = 1;
    while (first + 1 < z->n && z->changes[first + 1].at <= start)
        first++;
    while (first + n < z->n && z->changes[first + n].at <= end)
        n++;
    return (struct zone_clock){ .changes = z->changes + first, .n = n };
}

static bool same_clock(const struct zone_clock *a, const struct zone_clock *b)
{
    if (a->n != b->n || a->changes[0].offset_s != b->changes[0].offset_s)
        return false;
    for (size_t i = 1; i < a->n; i++)
        if (a->changes[i].at != b->changes[i].at || a->changes[i].offset_s != b->changes[i].offset_s)
            return false;
    return true;
}

/* Puts each zone's group number into OF, in the order of the zones. */
static void find_groups(struct zonegroups *g, const struct zonebook *book, when_t start, when_t end, size_t *of)
{
    for (size_t i = 0; i < book->n; i++) {
        struct zone_clock clock = cut_clock(&book->zones[i], start, end);
        size_t k = 0;
        while (k < g->n && !same_clock(&g->at[k].clock, &clock))
            k++;
        if (k == g->n)
            g->at[g->n++] = (struct zonegroup){ .clock = clock };
        g->at[k].n_members++;
        g->at[k].people += book->zones[i].people;
        of[i] = k;
    }
}

void zonegroups_init(struct zonegroups *g, const struct zonebook *book, when_t start, when_t end)
{
    g->n = 0;
    g->at = mem_zero(book->n * sizeof *g->at);
    g->names = mem_zero(book->n * sizeof *g->names);
    g->countries = mem_zero(book->n * sizeof *g->countries);
    g->people = mem_zero(book->n * sizeof *g->people);
    size_t *of = mem_alloc(book->n * sizeof *of);
    find_groups(g, book, start, end, of);
    size_t place = 0;
    for (size_t k = 0; k < g->n; k++) {
        g->at[k].members = g->names + place;
        g->at[k].member_people = g->people + place;
        g->at[k].member_countries = g->countries + place;
        for (size_t i = 0; i < book->n; i++)
            if (of[i] == k) {
                g->people[place] = book->zones[i].people;
                g->countries[place] = book->zones[i].countries;
                g->names[place++] = book->zones[i].name;
            }
        g->at[k].clock.weekend = weekend_of_most(&g->at[k], when_day_of(start / 2 + end / 2));
    }
    free(of);
}

void zonegroups_release(struct zonegroups *g)
{
    free(g->at);
    free(g->names);
    free(g->countries);
    free(g->people);
    *g = (struct zonegroups){ 0 };
}

size_t zonegroups_of_weekend(struct zonegroups *g, size_t group, enum weekend weekend)
{
    const struct zone_change *clock = g->at[group].clock.changes;
    for (size_t k = group; k < g->n; k++)
        if (g->at[k].clock.changes == clock && g->at[k].clock.weekend == weekend)
            return k;
    g->at = mem_resize(g->at, (g->n + 1) * sizeof *g->at);
    g->at[g->n] = g->at[group];
    g->at[g->n].clock.weekend = weekend;
    return g->n++;
}

const struct zonegroup *zonegroups_find(const struct zonegroups *g, const char *name)
{
    for (size_t k = 0; k < g->n; k++)
        for (size_t i = 0; i < g->at[k].n_members; i++)
            if (strcmp(g->at[k].members[i], name) == 0)
                return &g->at[k];
    return NULL;
}

int32_t zone_clock_at(const struct zone_clock *clock, when_t t)
{
    size_t i = clock->n - 1;
    while (i > 0 && clock->changes[i].at > t)
        i--;
    return clock->changes[i].offset_s;
}
