# The build.  `make help` lists what it can do; the pipeline itself is pipeline/case.mk.
# One makefile, no recursion.  A new file in a room is found by its name: <verb>_main.c and
# <verb>_main.sh are programs, every other .c is library.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

VERSION := 0.1.0
prefix ?= /usr/local
BUILD ?= build
CASE ?= fixtures/cases/lookups

# --- what the system must have -----------------------------------------------------
# Each goal needs sets of packages (.ci/packages), asked for all at once.  The stamp is an
# included makefile: make makes it first and then starts again, so that pkg-config is asked
# after the installation.
goals := $(or $(MAKECMDGOALS),all)
package_sets := $(if $(filter-out help clean distclean dist check-layers,$(goals)),build) \
  $(if $(filter report audit sample check% bench%,$(goals)),run) $(if $(filter audit sample check check-sanitized check-units lint,$(goals)),check) \
  $(if $(filter lint,$(goals)),lint) $(if $(filter bench check check-sanitized,$(goals)),bench) \
  $(if $(filter fuzz %/fuzz check-clang,$(goals)),fuzz) $(if $(filter fuzz-afl %/afl/fuzz/whole,$(goals)),afl) $(if $(filter fixtures-live,$(goals)),live) $(if $(filter deb,$(goals)),deb) \
  $(if $(filter check-page,$(goals)),page) $(if $(filter check-slurm,$(goals)),slurm)
empty :=
package_stamp := $(addprefix $(BUILD)/packages/,$(addsuffix .ok,$(subst $(empty) $(empty),+,$(sort $(package_sets)))))
$(BUILD)/packages/%.ok: .ci/packages
	@.ci/packages $(subst +, ,$*) && mkdir -p $(@D) && touch $@
include $(package_stamp)

# --- flags -------------------------------------------------------------------------
PKG_CONFIG ?= pkg-config
PC_BASE := inih libxxhash libcrypto libzstd
PC_PIPELINE := libarchive zlib libpcre2-8 libpcap libknot libfstrm libprotobuf-c
PC_STATS := gsl fftw3
PC_RENDER := cairo cairo-pdf pangocairo pangofc harfbuzz poppler-glib zlib
packages_ready := $(if $(package_stamp),$(wildcard $(package_stamp)))
pc = $(if $(packages_ready),$(shell $(PKG_CONFIG) $(1) $(2)))
base_flags := $(call pc,--cflags,$(PC_BASE))
pipeline_flags := $(call pc,--cflags,$(PC_PIPELINE))
stats_flags := $(call pc,--cflags,$(PC_STATS))
render_flags := $(call pc,--cflags,$(PC_RENDER))
gsl_version := $(call pc,--modversion,gsl)
fftw_version := $(call pc,--modversion,fftw3)
base_libs := $(call pc,--libs,$(PC_BASE)) -lcsv -lm
pipeline_libs := $(call pc,--libs,$(PC_PIPELINE)) $(base_libs)
stats_libs := $(call pc,--libs,$(PC_STATS)) $(base_libs)
render_libs := $(call pc,--libs,$(PC_RENDER)) $(base_libs)

WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes \
  -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wunused-result
OPTIMIZE ?= -O2 -g
SANITIZE ?=
# (-fcf-protection is left out: Debian 12's C library is built without it, so it is never turned on.)
hardening := $(if $(SANITIZE),,-fstack-protector-strong -fstack-clash-protection -fPIE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
comma := ,
ldhardening := -Wl$(comma)--as-needed $(if $(SANITIZE),,-pie -Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now)
all_cppflags = -Ipipeline -Istats -Irender -I$(BUILD)/gen -DDIELOG_VERSION='"$(VERSION)"' \
  -DSTATS_VERSIONS='"GSL $(gsl_version), FFTW $(fftw_version)"' -D_GNU_SOURCE $(CPPFLAGS)
# -ffp-contract=off: results must not depend on whether the machine can fuse a product and a sum; -ffile-prefix-map: nor the
# programs on the folder that they are built in.
all_cflags = -std=gnu11 $(OPTIMIZE) -ffp-contract=off -ffile-prefix-map='$(CURDIR)'=. $(WARNINGS) $(hardening) $(SANITIZE) $(CFLAGS)
all_ldflags = $(ldhardening) $(LDFLAGS)

# What a recipe does in one word; V=1 shows the commands.
silent := $(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
quiet = $(if $(V),,@$(if $(silent),:,printf '  %-5s %s\n' $(1) '$@') &&)

# --- what there is to build --------------------------------------------------------
sources := $(wildcard pipeline/*.c pipeline/*/*.c stats/*.c stats/*/*.c render/*.c render/*/*.c fixtures/*.c)
mains := $(filter %_main.c,$(sources))
front := pipeline/dielog.c
modules := $(filter-out $(mains) $(front),$(sources))
scripts := $(wildcard pipeline/*_main.sh)
manuals := $(wildcard $(addsuffix /*.[1-8],pipeline stats render fixtures))
plots := $(wildcard render/*.gp)
object_of = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
program_of = $(BUILD)/libexec/dielog-$(subst _,-,$(patsubst %_main,%,$(basename $(notdir $(1)))))
programs := $(foreach m,$(mains) $(scripts),$(call program_of,$(m)))
beside := $(BUILD)/libexec/case.mk $(BUILD)/libexec/place.sh $(patsubst render/%,$(BUILD)/libexec/render/%,$(plots))
LIBRARY := $(BUILD)/libdielog.a

.PHONY: all
all: $(BUILD)/dielog $(programs) $(beside) ## build everything

# What protobuf-c makes of a .proto.
protos := $(wildcard pipeline/formats/*.proto)
generated := $(patsubst pipeline/formats/%.proto,$(BUILD)/gen/%.pb-c.c,$(protos))
$(BUILD)/gen/%.pb-c.c $(BUILD)/gen/%.pb-c.h &: pipeline/formats/%.proto
	@mkdir -p $(@D)
	$(call quiet,PROTO) protoc-c --proto_path=pipeline/formats --c_out=$(BUILD)/gen $<
$(generated:.c=.o): %.o: %.c
	$(call quiet,CC) $(CC) -std=gnu11 $(OPTIMIZE) -ffile-prefix-map='$(CURDIR)'=. $(base_flags) $(pipeline_flags) $(hardening) $(SANITIZE) $(CFLAGS) -c $< -o $@
$(patsubst $(BUILD)/gen/%.pb-c.c,$(BUILD)/obj/pipeline/formats/%.o,$(generated)): | $(generated)
$(patsubst $(BUILD)/gen/%.pb-c.c,$(BUILD)/tidy/pipeline/formats/%.ok,$(generated)): | $(generated)

# A room sees the headers of its own libraries alone.
$(BUILD)/obj/pipeline/%.o $(BUILD)/tests/base/% $(BUILD)/tests/pipeline/%: room_flags = $(base_flags) $(pipeline_flags)
$(BUILD)/obj/pipeline/base/%.o: room_flags = $(base_flags)
$(BUILD)/obj/stats/%.o $(BUILD)/obj/fixtures/%.o $(BUILD)/tests/stats/% $(BUILD)/tests/fixtures/%: room_flags = $(stats_flags)
$(BUILD)/obj/render/%.o $(BUILD)/tests/render/%: room_flags = $(render_flags)
$(BUILD)/tests/base/% $(BUILD)/tests/pipeline/%: room_libs = $(pipeline_libs)
$(BUILD)/tests/stats/% $(BUILD)/tests/fixtures/%: room_libs = $(stats_libs)
$(BUILD)/tests/render/%: room_libs = $(render_libs)
$(BUILD)/tests/pipeline/test_jsonline: room_libs = $(pipeline_libs) -ljansson # the second opinion
$(BUILD)/dielog: room_libs = $(base_libs)

$(BUILD)/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call quiet,CC) $(CC) $(all_cppflags) $(room_flags) $(all_cflags) -MMD -MP -c $< -o $@
-include $(patsubst %.o,%.d,$(call object_of,$(sources)))

$(LIBRARY): $(call object_of,$(modules)) $(generated:.c=.o)
	@rm -f $@
	$(call quiet,AR) $(AR) rcsP $@ $^

$(BUILD)/dielog: $(call object_of,$(front)) $(LIBRARY)
	$(call quiet,LINK) $(CC) $(all_cflags) $(all_ldflags) -o $@ $^ $(room_libs)

# program_rule main.c: dielog-<verb>, linked with its room's libraries
define program_rule
$(call program_of,$(1)): room_libs = $$($(or $(filter pipeline stats render,$(firstword $(subst /, ,$(1)))),stats)_libs)
$(call program_of,$(1)): $(call object_of,$(1)) $(LIBRARY)
	@mkdir -p $$(@D)
	$$(call quiet,LINK) $$(CC) $$(all_cflags) $$(all_ldflags) -o $$@ $$^ $$(room_libs)
endef
$(foreach m,$(mains),$(eval $(call program_rule,$(m))))

define script_rule
$(call program_of,$(1)): $(1)
	@mkdir -p $$(@D)
	$$(call quiet,COPY) cp $$< $$@ && chmod 755 $$@
endef
$(foreach s,$(scripts),$(eval $(call script_rule,$(s))))

$(BUILD)/libexec/%: pipeline/%
	@mkdir -p $(@D)
	$(call quiet,COPY) cp $< $@
$(BUILD)/libexec/render/%: render/%
	@mkdir -p $(@D)
	$(call quiet,COPY) cp $< $@

# --- the demonstration, or any case ------------------------------------------------
.PHONY: report
# A folder's name is no code, neither make's nor the shell's.
unexport CASE
report: all ## report on CASE=folder (default: the demonstration) in reports/<case>/report.pdf
	@$(BUILD)/dielog report '$(subst ','\'',$(value CASE))'

# Small pictures for the README, of the demonstration: page 1 and two figures.  Same fonts, same bytes.
sample := reports/sample
.PHONY: sample
sample: all ## the README's pictures, made anew from the demonstration
	@$(BUILD)/dielog report fixtures/cases/lookups
	@mkdir -p $(sample)
	@pdftoppm -r 72 -png -singlefile reports/lookups/brief.pdf $(sample)/page1
	@cp reports/lookups/figures/raster-slide.png $(sample)/raster.png
	@cp reports/lookups/figures/zone-slide.png $(sample)/zone.png

# --- speed ---------------------------------------------------------------------------
# bench/rows: one line a command.  BENCH_SIZE=1G is the full size, BENCH_NAME the table's
# name in reports/bench/, BENCH_ONLY=TEXT the rows whose name has TEXT in it.
BENCH_SIZE ?= 64M
BENCH_NAME ?= latest
BENCH_ONLY ?=
bench_programs := $(patsubst bench/%.c,$(BUILD)/bench/%,$(wildcard bench/*.c))
$(bench_programs): $(BUILD)/bench/%: bench/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,BENCH) $(CC) $(all_cppflags) $(room_flags) $(all_cflags) $(all_ldflags) -o $@ $^ $(room_libs)
$(BUILD)/bench/%: room_flags = $(base_flags)
$(BUILD)/bench/%: room_libs = $(base_libs)
$(BUILD)/bench/kernels: room_flags = $(stats_flags)
$(BUILD)/bench/kernels: room_libs = $(stats_libs)
.PHONY: bench
bench: all $(bench_programs) ## time the stages beside cat, mawk, ... (BENCH_SIZE=1G)
	@bench/bench.sh '$(abspath $(BUILD)/libexec):$(abspath $(BUILD)/bench)' $(BUILD)/bench/inputs $(BENCH_SIZE) reports/bench/$(BENCH_NAME) $(BENCH_ONLY:%=--only '%')

# What a night costs on a case of one day and of a thousand: bench/nights.sh.
NIGHTS_DAYS ?= 1 1000
.PHONY: bench-nights
bench-nights: all $(BUILD)/bench/meter ## what a night costs after one day and after 1,000 (NIGHTS_DAYS='1 100')
	@bench/nights.sh '$(abspath $(BUILD)/libexec):$(abspath $(BUILD)/bench)' '$(abspath $(BUILD)/bench/nights)' '$(CURDIR)/reports/bench/nights' $(NIGHTS_DAYS)

# A year of nights in a row: do they stay flat, and is the end that of one run?
SOAK_NIGHTS ?= 365
SOAK ?= $(BUILD)/bench/soak
.PHONY: soak
soak: all $(BUILD)/bench/meter ## a year of nights: what each costs, and whether the end is that of one run (SOAK_NIGHTS=365)
	@bench/soak.py '$(BUILD)/libexec:$(BUILD)/bench' $(SOAK) reports/bench/soak $(SOAK_NIGHTS)

# What lookups, days and clients cost, stage by stage, from raw log to report: bench/scale.sh.  BENCH_LOOKUPS is how many the largest run has
# (it takes 300 bytes each on the disk), BENCH_SHAPES other runs than the usual.
BENCH_LOOKUPS ?= 100000000
BENCH_SHAPES ?=
.PHONY: bench-scale
bench-scale: all $(BUILD)/bench/meter $(BUILD)/bench/lookups ## cost against days, clients and lookups (BENCH_LOOKUPS=1000000)
	@bench/scale.sh '$(abspath $(BUILD)/libexec):$(abspath $(BUILD)/bench)' '$(abspath $(BUILD)/bench/scale)' '$(CURDIR)/reports/bench/scale' $(BENCH_LOOKUPS) $(BENCH_SHAPES)

# --- tests -------------------------------------------------------------------------
# tests/unit/<room>/test_<module>.c: a cmocka program each.  tests/tNNNN-*.sh: whole programs, run from the last
# number on: those take longest, and a long one that began last would keep one core waiting for it.
unit_tests := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*/test_*.c))
script_tests := $(shell ls -r tests/t[0-9]*.sh)
faults := $(BUILD)/faults/disk.so $(BUILD)/faults/memory.so $(BUILD)/faults/strike
# One more than processors: some tests wait for a clock.
PROVE_JOBS ?= $(shell echo $$(($$(nproc 2>/dev/null || echo 2) + 1)))

$(unit_tests): $(BUILD)/tests/%: tests/unit/%.c $(LIBRARY) $(wildcard tests/unit/*.h)
	@mkdir -p $(@D)
	$(call quiet,TEST) $(CC) $(all_cppflags) -Itests/unit -Ifixtures $(room_flags) $(all_cflags) $(LDFLAGS) -o $@ $< $(LIBRARY) $(room_libs) -lcmocka
# What breaks disk and memory on purpose: libraries to preload, and a program that makes system calls fail.
$(BUILD)/faults/%.so: tests/faults/%.c tests/faults/due.h
	@mkdir -p $(@D)
	$(call quiet,FAULT) $(CC) -std=gnu11 -O2 -Wall -Wextra -D_GNU_SOURCE -shared -fPIC -o $@ $< -ldl
$(BUILD)/faults/%: tests/faults/%_main.c
	@mkdir -p $(@D)
	$(call quiet,FAULT) $(CC) -std=gnu11 -O2 -Wall -Wextra -D_GNU_SOURCE -o $@ $<

# Killed, struck, full and read-only: 2 x N runs of a small case in FAULTS, hours of them; one that was broken off goes on.
N ?= 1000
SEED ?= 1
FAULTS ?= $(BUILD)/faults/runs
.PHONY: faults
faults: all $(faults) ## kill a small case N=1000 times, and let as many calls of its programs fail; is it whole after? (SEED=1)
	@tests/faults/faults.py $(BUILD) $(FAULTS) --runs $(N) --seed $(SEED)

# tests/fuzz/: any bytes through each dialect and every other reader.  `make check` replays the seeds and what was found.
fuzz_wraps := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
fuzz_link = $(CC) $(all_cppflags) -Itests/fuzz $(pipeline_flags) $(stats_flags) $(render_flags) $(all_cflags) $(all_ldflags) $(fuzz_wraps) -o $@ $(filter-out %.h,$^) $(pipeline_libs) $(stats_libs) $(render_libs)
$(BUILD)/fuzz/replay: tests/fuzz/replay.c
$(BUILD)/fuzz/fuzz: tests/fuzz/fuzz.c
$(BUILD)/fuzz/replay $(BUILD)/fuzz/fuzz: $(addprefix tests/fuzz/,laws.c readers.c papers.c allocations.c laws.h readers.h) $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,FUZZ) $(fuzz_link) $(if $(filter %/fuzz,$@),-fsanitize=fuzzer)
FUZZ_SECONDS ?= 10
FUZZ_ONLY ?=
fuzz_sanitizers := address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
fuzzed := BUILD='$(BUILD)/clang' CC=clang OPTIMIZE='-O1 -g' SANITIZE='-fsanitize=fuzzer-no-link$(comma)$(fuzz_sanitizers)'
afl := BUILD='$(BUILD)/afl' CC=afl-clang-fast OPTIMIZE='-O1 -g' SANITIZE='-fsanitize=$(fuzz_sanitizers)'
# The whole of normalize, as AFL++ runs it and as coverage is measured.
$(BUILD)/fuzz/whole: tests/fuzz/whole.c pipeline/normalize_main.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,FUZZ) $(CC) $(all_cppflags) $(pipeline_flags) $(all_cflags) $(all_ldflags) -o $@ $< $(LIBRARY) $(pipeline_libs)
MINUTES ?= 60
.PHONY: fuzz fuzz-afl
fuzz-afl: ## AFL++ on the whole of normalize for MINUTES=60 in all, auto and each dialect in turn (FUZZ_ONLY='auto zeek')
	+@$(MAKE) --no-print-directory $(BUILD)/afl/fuzz/whole $(BUILD)/afl/libexec/dielog-formats $(afl)
	@tests/fuzz/afl.sh $(BUILD)/afl $(MINUTES) $(FUZZ_ONLY)
fuzz: ## libFuzzer on each dialect and other reader for FUZZ_SECONDS=10 (FUZZ_ONLY='zeek pcap')
	+@$(MAKE) --no-print-directory $(BUILD)/clang/fuzz/fuzz $(BUILD)/clang/fuzz/replay $(BUILD)/clang/libexec/dielog-formats $(fuzzed)
	@tests/fuzz/run.sh $(BUILD)/clang $(FUZZ_SECONDS) $(FUZZ_ONLY)

# Real servers on loopback, and what dielog makes of their logs: no part of check.
.PHONY: fixtures-live
fixtures-live: all ## ask the name servers of Debian, compare each log with what was asked
	@fixtures/live/live.sh $(BUILD)/libexec $(BUILD)/live

# Every p-value under simulated nulls; the table is kept, one with another number of draws is not.
$(BUILD)/calibrate: $(wildcard tests/calibration/*.[ch]) $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,LINK) $(CC) $(all_cppflags) -Itests/calibration -Ifixtures $(stats_flags) $(all_cflags) $(all_ldflags) -o $@ $(filter-out %.h,$^) $(stats_libs)
# SHARDS=n: in so many jobs of Slurm, whose counts make the same table.
SHARDS ?=
calibrate_rows = $(if $(ONLY),--only='$(ONLY)') $(if $(TEST),--test='$(TEST)') $(if $(DRAWS),--draws='$(DRAWS)')
shards := $(if $(SHARDS),$(patsubst %,$(BUILD)/calibration/%-of-$(SHARDS).csv,$(shell seq '$(SHARDS)')))
.PHONY: calibrate $(shards)
$(shards): $(BUILD)/%.csv: $(BUILD)/calibrate all
	@mkdir -p $(@D)
	@$(BUILD)/libexec/dielog-slurm --work=$(@D) $@ $< --jobs=1 --shard=$(firstword $(subst -of-, ,$(*F))) --shards=$(SHARDS) $(calibrate_rows) --output=$@
calibrate: $(BUILD)/calibrate $(shards) ## share of small p-values under simulated nulls, tests/calibration/table.csv (ONLY=statistic TEST=test DRAWS=n SHARDS=n)
	@$< $(calibrate_rows) --output=$(BUILD)/calibration.csv $(shards); status=$$?; \
	  $(if $(DRAWS),cat $(BUILD)/calibration.csv,tests/calibration/keep.sh $< $(BUILD)/calibration.csv tests/calibration/table.csv) && exit $$status

# Bars on people whose clock is known, who are no part of the project: DATA is a folder of persons*.csv and activity*.csv.gz.
DATA ?= ../shared/data/people
$(BUILD)/validate/validate: $(wildcard tests/validate/*.[ch]) tests/unit/zone_sim.h $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,LINK) $(CC) $(all_cppflags) -Itests/validate $(stats_flags) $(all_cflags) $(all_ldflags) -o $@ $(filter-out %.h,$^) $(stats_libs)
.PHONY: audit
audit: report ## the figures of the report on CASE=folder once more from its raw logs, by a second and simple way
	@case=$(notdir $(patsubst %/,%,$(CASE))); logs=$(BUILD)/simulated/$$case; [ -d "$$logs" ] || logs='$(CASE)'; \
	  tests/audit/audit.py "$$logs" "reports/$$case" > $(BUILD)/audit.csv; status=$$?; grep -v ',same$$' $(BUILD)/audit.csv; exit $$status

.PHONY: validate
validate: $(BUILD)/validate/validate ## asked and measured on people whose clock is known (DATA=folder ONLY=part HALF=1)
	@tests/validate/validate.sh $< $(<D) '$(DATA)' $(if $(ONLY),--only='$(ONLY)') $(if $(HALF),--half='$(HALF)')

# What the programs find in streams of known truth, against the bars; the table is kept.
$(BUILD)/power: tests/power/power.c $(wildcard tests/calibration/worlds.[ch]) $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,LINK) $(CC) $(all_cppflags) -Itests/calibration -Ifixtures $(stats_flags) $(all_cflags) $(all_ldflags) -o $@ $(filter-out %.h,$^) $(stats_libs)
.PHONY: power
power: $(BUILD)/power ## what is found in streams of known truth, tests/power/table.csv (STREAMS=n: not kept)
	@$< $(if $(STREAMS),--streams='$(STREAMS)',--output=tests/power/table.csv)

.PHONY: tests check check-sanitized
tests: $(unit_tests) $(BUILD)/fuzz/replay $(BUILD)/fuzz/whole $(faults) $(bench_programs) $(BUILD)/calibrate $(BUILD)/power ## build the tests
check: all tests ## run every test
	@LSAN_OPTIONS='suppressions=$(CURDIR)/tests/leaks.supp:print_suppressions=0' \
	  CMOCKA_MESSAGE_OUTPUT=TAP BUILD='$(BUILD)' LC_ALL=C.UTF-8 prove --timer -j$(PROVE_JOBS) --exec tests/bounded.sh $(script_tests) $(unit_tests)
sanitized := BUILD='$(BUILD)/sanitized' OPTIMIZE='-O1 -g' SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
check-sanitized: ## the same under the address and undefined-behaviour sanitizers
	+$(MAKE) --no-print-directory check $(sanitized)

# With the other compiler, whose warnings are errors: all programs, and the unit tests.
.PHONY: check-units check-clang
check-units: all $(unit_tests) ## run the unit tests
	@CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8 prove -j$(PROVE_JOBS) --exec tests/bounded.sh $(unit_tests)
check-clang: ## build with clang, whose warnings are errors, and run the unit tests
	+$(MAKE) --no-print-directory check-units BUILD='$(BUILD)/with-clang' CC=clang CFLAGS=-Werror

# The web page of the demonstration in a browser: phone, dark, print.
.PHONY: check-page
check-page: report ## the web page in headless Chromium
	@BUILD=$(BUILD) tests/web-page.sh reports/lookups/report.html

# Reports on a cluster of two nodes, started on this machine for the test.
.PHONY: check-slurm
check-slurm: all $(BUILD)/calibrate ## `dielog report --slurm` on a real Slurm: same bytes, a node that dies, what fails (HOSTS=yes: each node a host of its own; root)
	@BUILD='$(BUILD)' CLUSTER_HOSTS='$(HOSTS)' $(if $(HOSTS),unshare --net --mount --uts) prove --timer --exec '' tests/slurm.sh

# --- walls and lint ----------------------------------------------------------------
.PHONY: check-layers check-headers lint
check-layers: ## no room includes what it must not know
	@tests/layers.sh
headers := $(wildcard pipeline/*/*.h stats/*/*.h render/*/*.h fixtures/*.h)
check-headers: $(patsubst %,$(BUILD)/headers/%.ok,$(headers)) ## every header compiles by itself
$(BUILD)/headers/%.ok: %
	@mkdir -p $(@D)
	@$(CC) $(all_cppflags) $(base_flags) $(pipeline_flags) $(stats_flags) $(render_flags) $(all_cflags) -Wno-unused -fsyntax-only -x c -include $< /dev/null && touch $@

tidied := $(patsubst %.c,$(BUILD)/tidy/%.ok,$(sources))
$(BUILD)/tidy/%.ok: %.c .clang-tidy $(headers)
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' $< -- $(all_cppflags) $(base_flags) $(pipeline_flags) $(stats_flags) $(render_flags) -std=gnu11 2>/dev/null && touch $@
lint: check-layers check-headers $(tidied) ## static analysis, man pages, shell scripts, walls
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 --enable=warning,performance,portability \
	  --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches -Ipipeline -Istats -Irender $(sources)
	mandoc -T lint -W warning $(manuals)
	shellcheck -x -s sh $(scripts) pipeline/place.sh $(wildcard tests/analyze/*.sh bench/*.sh fixtures/live/*.sh tests/fuzz/*.sh) tests/lib.sh tests/bounded.sh tests/cluster.sh tests/layers.sh .ci/packages
	shellcheck -s bash completions/dielog.bash
	shellcheck --severity=warning -x -P tests -e SC1091,SC2154,SC2034 -s sh $(script_tests) tests/web-page.sh tests/slurm.sh
	@echo "lint: clean"

# gcc's analyzer on each file: what it warns of and tests/analyze/argued does not answer, and answers to nothing.
analyzed := $(patsubst %.c,$(BUILD)/analyze/%.said,$(sources))
$(BUILD)/analyze/%.said: %.c $(headers)
	@mkdir -p $(@D)
	@gcc $(all_cppflags) $(base_flags) $(pipeline_flags) $(stats_flags) $(render_flags) -std=gnu11 -O1 -fanalyzer -fdiagnostics-plain-output -c $< -o /dev/null 2> $@
$(patsubst $(BUILD)/gen/%.pb-c.c,$(BUILD)/analyze/pipeline/formats/%.said,$(generated)): | $(generated)
.PHONY: analyze
analyze: $(analyzed) ## gcc -fanalyzer on every source file; tests/analyze/argued answers what is left
	@tests/analyze/compare.sh tests/analyze/argued $^

# --- installation and the rest -----------------------------------------------------
.PHONY: install dist deb clean help
install: all ## install under $(DESTDIR)$(prefix)
	install -d '$(DESTDIR)$(prefix)/bin' '$(DESTDIR)$(prefix)/libexec/dielog/render'
	install -m 755 $(BUILD)/dielog '$(DESTDIR)$(prefix)/bin/dielog'
	install -m 755 $(programs) '$(DESTDIR)$(prefix)/libexec/dielog/'
	install -m 644 $(BUILD)/libexec/case.mk $(BUILD)/libexec/place.sh '$(DESTDIR)$(prefix)/libexec/dielog/'
	install -m 644 $(plots) '$(DESTDIR)$(prefix)/libexec/dielog/render/'
	install -d '$(DESTDIR)$(prefix)/share/bash-completion/completions' '$(DESTDIR)$(prefix)/share/zsh/site-functions'
	install -m 644 completions/dielog.bash '$(DESTDIR)$(prefix)/share/bash-completion/completions/dielog'
	install -m 644 completions/_dielog '$(DESTDIR)$(prefix)/share/zsh/site-functions/_dielog'
	for page in $(manuals); do section=$${page##*.}; \
	  install -d '$(DESTDIR)$(prefix)/share/man/man'$$section && \
	  install -m 644 $$page '$(DESTDIR)$(prefix)/share/man/man'$$section/ || exit 1; done
dist: ## a source archive of the last commit
	mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=dielog-$(VERSION)/ -o $(BUILD)/dielog-$(VERSION).tar.gz HEAD
# Built from the archive of the last commit, so from nothing else; the tests run as in `make check` unless DEB_BUILD_OPTIONS=nocheck.
deb: dist ## Debian packages of the last commit, under build/deb, as lintian likes them
	rm -rf $(BUILD)/deb && mkdir -p $(BUILD)/deb && tar -xzf $(BUILD)/dielog-$(VERSION).tar.gz -C $(BUILD)/deb
	cd $(BUILD)/deb/dielog-$(VERSION) && dpkg-buildpackage --no-sign
	lintian --fail-on error,warning $(BUILD)/deb/dielog_$(VERSION)_*.changes
clean: ## remove everything that was built (reports stay)
	rm -rf $(BUILD)
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r goal text; do printf '  make %-16s %s\n' "$$goal" "$$text"; done
