# case.mk -- from raw logs to a report: the picture of ARCHITECTURE.md as rules, one
# file each.  Time stamps, and stated arguments that changed, decide what runs.
#
#   make -f case.mk CASE=folder [WORK=build/cases/<case>] [OUT=reports/<case>] [-j N]
#
# `dielog report` runs this.  CASE may come in the environment instead.
#
# make reads this file up to three times and starts itself again in between:
#   1. dielog-plan looks at the case and its folder of logs (always: only it can see
#      that a log is new), and says which batches there are;
#   2. each batch is normalized where its log or its section changed; its fragment
#      batches/<batch>.d says which days it touches; dielog-span joins them;
#   3. with the days known: days, counts, statistics, figures, report, data package.

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules --no-builtin-variables --no-print-directory
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := report
$(if $(filter grouped-target,$(.FEATURES)),,$(error GNU make 4.3 or newer is needed))
export LC_ALL := C.UTF-8
export TZ := UTC

here := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
LIBEXEC ?= $(here)

# --- where things are --------------------------------------------------------------
# Paths go into rules and recipes, so they must be plain; `dielog report` gives a folder
# with an odd name a plain one.
empty :=
space := $(empty) $(empty)
define newline


endef
odd := \# $$ ` ' " \ ; & | < > ( ) { } * ? [ ] % : = ! ,
plain = $(if $(or $(filter-out 1,$(words $($(1)))),$(strip $(foreach c,$(odd),$(findstring $(c),$($(1)))))),\
  $(error $(1) must be a plain path, without blanks and special characters))

$(if $(CASE),,$(error say which case: make -f case.mk CASE=folder))
$(call plain,CASE)
case_name := $(notdir $(abspath $(CASE)))
WORK ?= build/cases/$(case_name)
OUT ?= reports/$(case_name)
SIMULATED ?= build/simulated/$(case_name)
$(call plain,WORK)
$(call plain,OUT)
$(call plain,SIMULATED)
$(call plain,LIBEXEC)

# A case with a scenario has its logs made first.
scenario := $(wildcard $(CASE)/scenario.ini)
folder := $(if $(scenario),$(SIMULATED),$(CASE))

data := $(WORK)/results
figure := $(OUT)/figures

# --- in parts --------------------------------------------------------------------------
# A cluster's nodes make parts of a case, several at once (dielog report --slurm).  `launch` goes before the command of
# each heavy recipe: nothing, or what hands it over.  `part` says how far this make goes:
#   plan     lays down the plan
#   batches  takes the plan as it stands, and makes of it batches alone
#   days     the same, and takes the batches for read
launch :=
part :=

.PHONY: report batches stated FORCE
pages := $(addprefix $(OUT)/,report.pdf brief.pdf report.html report.md summary.txt findings.json findings.csv)
package := $(OUT)/data/datapackage.json
manifest := $(OUT)/report.sha256
report: $(pages) $(package) $(manifest)
FORCE:

# --- stated arguments ----------------------------------------------------------------
# stated/<variable> holds the words of that variable, one a line.  It is written only
# when they changed, so what depends on it runs exactly then; lists of files reach
# programs through it (--files-from), never through a command line.  (Words are compared,
# not bytes: make 4.3 keeps the last newline of a file sometimes.)
lines = $(subst $(space),$(newline),$(strip $(1)))
same = $(and $(findstring <$(1)>,<$(2)>),$(findstring <$(2)>,<$(1)>))
stale = $(if $(call same,$(strip $(file <$(WORK)/stated/$(1))),$(strip $($(1)))),,$(WORK)/stated/$(1))
define state
$(1:%=$(WORK)/stated/%): $(WORK)/stated/%:
	@:$$(file >$$@,$$(call lines,$$($$*)))
$(foreach v,$(1),$(call stale,$(v))) $(WORK)/stated/none: FORCE
stated: $(1:%=$(WORK)/stated/%)
endef

ifeq ($(filter batches days,$(part))$(MAKE_RESTARTS),)
# --- 1. the plan -----------------------------------------------------------------------

include $(WORK)/plan.ok

$(WORK)/plan.ok: $(if $(scenario),$(SIMULATED)/simulated) FORCE
	@mkdir -p $(addprefix $(WORK)/,slices batches span days counts stated results drawn) $(OUT)/data $(figure)
	@$(LIBEXEC)/dielog-plan $(if $(REMEMBER),--remember) $(folder) $(WORK)
	@touch $@

$(SIMULATED)/simulated: $(scenario) $(CASE)/case.ini $(LIBEXEC)/dielog-simulate
	@mkdir -p $(@D)
	$(LIBEXEC)/dielog-simulate -o $(@D) $<
	@touch $@

else
# --- 2. batches ------------------------------------------------------------------------

include $(WORK)/plan.mk
fragments := $(batches:%=$(WORK)/batches/%.d)
# A night (REMEMBER) looks back so many days, a report at all of them.
look_back_d := $(if $(REMEMBER),$(look_back),0)
$(eval $(call state,batches max_rejects bridge_s look_back_d))

# A piece is a part of a log, named <log>@<number> from the second on: it needs the log's file.
# plan.mk says which piece comes after which.
present := $(filter-out $(gone:%=$(WORK)/batches/%.d),$(fragments))
$(present): $(WORK)/batches/%.d: $(WORK)/plan/%.ini $(WORK)/stated/max_rejects $(LIBEXEC)/dielog-normalize
	$(launch) $(LIBEXEC)/dielog-normalize --batch $* --input $< --work $(WORK) --max-rejects $(max_rejects) --allow-empty \
	  $(WORK)/plan/raw/$(firstword $(subst @, ,$*))

batches: $(fragments)

# A log that vanished keeps what was read of it, and cannot be read again.
$(gone:%=$(WORK)/batches/%.d):
	@echo "dielog: error: $@ was lost, and its log is gone" >&2; exit 1

ifeq ($(filter plan batches,$(part)),)
include $(fragments)
include $(WORK)/span/span.mk

# Always a new time stamp: what hangs on its content is stated.
$(WORK)/span/span.mk: $(fragments) $(WORK)/plan/observed.csv $(WORK)/plan/events.csv \
  $(foreach v,batches bridge_s look_back_d,$(WORK)/stated/$(v)) $(LIBEXEC)/dielog-span
	$(LIBEXEC)/dielog-span --work $(WORK) --bridge $(bridge_s) --look-back $(look_back_d) --batches-from $(WORK)/stated/batches
	@touch $@

# A slice that somebody removed: forget its batch, so that it is read again.
$(WORK)/slices/%.csv:
	@rm -f $(WORK)/batches/$(notdir $*).d
	@echo "dielog: error: $@ was lost; run again, its log will be read anew" >&2; exit 1

# --- 3. days ---------------------------------------------------------------------------

# Every day is kept up to date.  The statistics look at the recent days; those that cost much, at the closed ones among
# them (pipeline/case/lookback.h).
every_day := $(days:%=$(WORK)/days/%.csv.zst)
every_count := $(days:%=$(WORK)/counts/%.csv)
day_files := $(recent:%=$(WORK)/days/%.csv.zst)
count_files := $(recent:%=$(WORK)/counts/%.csv)
closed_files := $(closed:%=$(WORK)/days/%.csv.zst)
slice_lists := $(days:%=slices-%)
masks := $(days:%=observed-%)
$(eval $(call state,$(slice_lists) $(masks) bin_s day_files count_files closed_files))
.PHONY: counts results
counts report: $(every_count)

$(foreach d,$(days),$(eval $(WORK)/days/$(d).csv.zst: $(slices-$(d))))
$(every_day): $(WORK)/days/%.csv.zst: $(WORK)/stated/slices-% $(WORK)/plan/parties.csv $(LIBEXEC)/dielog-collect
	$(launch) $(LIBEXEC)/dielog-collect --parties $(WORK)/plan/parties.csv --files-from $< -o $@

$(every_count): $(WORK)/counts/%.csv: $(WORK)/days/%.csv.zst $(WORK)/stated/observed-% $(WORK)/stated/bin_s \
  $(LIBEXEC)/dielog-count
	$(launch) $(LIBEXEC)/dielog-count --bin $(bin_s) --day $* --observed "$(observed-$*)" -o $@ $<

# --- statistics --------------------------------------------------------------------------
# All of them read the days, or the counts of the whole case.

days_list := $(WORK)/stated/day_files
counts_list := $(WORK)/stated/count_files
observed := $(WORK)/span/observed.csv
$(eval $(call state,seed visit_gap_s profile holidays max_lag ttl_s zone_a zone_b served expected reference propositions))

# $(call result,NAMES,PROGRAM,PREREQUISITES): these results are made by dielog-PROGRAM.
define result
results += $(1)
$(1:%=$(data)/%.csv): $(LIBEXEC)/dielog-$(2) $(3)
endef

$(eval $(call result,counts daily,count,$(counts_list) $(count_files) $(WORK)/stated/bin_s))
$(data)/counts.csv:
	$(launch) $(LIBEXEC)/dielog-count --rebin $(bin_s) --files-from $(counts_list) -o $@
$(data)/daily.csv:
	$(launch) $(LIBEXEC)/dielog-count --rebin 1d --files-from $(counts_list) -o $@

$(eval $(call result,records,records,$(days_list) $(day_files)))
$(data)/records.csv:
	$(launch) $(LIBEXEC)/dielog-records --files-from $(days_list) -o $@

$(eval $(call result,share share_client status,share,$(days_list) $(day_files) $(WORK)/stated/seed))
share := $(LIBEXEC)/dielog-share --files-from $(days_list) --seed $(seed)
$(data)/share.csv:
	$(launch) $(share) --by party -o $@
$(data)/share_client.csv:
	$(launch) $(share) --by client --with party -o $@
$(data)/status.csv:
	$(launch) $(share) --by party,status -o $@

$(eval $(call result,autocorrelation autocorrelation_clock,autocorrelation,$(data)/counts.csv $(WORK)/stated/max_lag))
autocorrelation := $(LIBEXEC)/dielog-autocorrelation --column count --time start --group series \
  --only kind=all,party --exposure exposure_s --max-lag $(max_lag)
$(data)/autocorrelation.csv:
	$(launch) $(autocorrelation) -o $@ $(data)/counts.csv
$(data)/autocorrelation_clock.csv:
	$(launch) $(autocorrelation) --remove hour-of-week -o $@ $(data)/counts.csv

timed := --time time --observed $(observed) --files-from $(days_list)
closed_list := $(WORK)/stated/closed_files
closed_time := $(WORK)/span/closed.csv
on_closed := --observed $(closed_time) --files-from $(closed_list)
until_closed := $(closed_list) $(closed_files) $(closed_time)
on_times := --group party $(timed)
$(eval $(call result,coverage,coverage,$(days_list) $(day_files) $(observed) $(WORK)/stated/seed))
$(data)/coverage.csv:
	$(launch) $(LIBEXEC)/dielog-coverage $(on_times) --seed $(seed) -o $@

$(eval $(call result,integrity,integrity,$(days_list) $(day_files) $(observed) $(WORK)/span/inputs.csv \
  $(foreach v,visit_gap_s ttl_s,$(WORK)/stated/$(v))))
$(data)/integrity.csv:
	$(launch) $(LIBEXEC)/dielog-integrity --files-from $(days_list) --inputs $(WORK)/span/inputs.csv --observed $(observed) \
	  --visit-gap $(visit_gap_s) $(if $(ttl_s),--ttl $(ttl_s)) -o $@

$(eval $(call result,couple couple_curve bursts,couple,$(until_closed) $(WORK)/stated/seed))
$(data)/couple.csv $(data)/couple_curve.csv $(data)/bursts.csv &:
	$(launch) $(LIBEXEC)/dielog-couple $(on_closed) --seed $(seed) \
	  --curve $(data)/couple_curve.csv --bursts $(data)/bursts.csv -o $(data)/couple.csv

comma := ,
$(eval $(call result,service service_days,service,$(days_list) $(day_files) $(observed) \
  $(foreach v,seed served expected reference,$(WORK)/stated/$(v))))
$(data)/service.csv $(data)/service_days.csv &:
	$(launch) $(LIBEXEC)/dielog-service --files-from $(days_list) --observed $(observed) --seed $(seed) \
	  $(if $(served),--served $(subst $(space),$(comma),$(strip $(served)))) $(if $(expected),--expected $(expected)) \
	  $(if $(reference),--reference $(reference)) --days $(data)/service_days.csv -o $(data)/service.csv

$(eval $(call result,names names_flows,names,$(closed_list) $(closed_files)))
$(data)/names.csv $(data)/names_flows.csv &:
	$(launch) $(LIBEXEC)/dielog-names --files-from $(closed_list) --flows $(data)/names_flows.csv -o $(data)/names.csv

# People or a machine: visits, and a cache's TTL where the case states one.
visit_options := --visit-gap $(visit_gap_s) $(if $(ttl_s),--ttl $(ttl_s)) --seed $(seed)
on_visits := --group party --time time $(on_closed) --all $(visit_options)
visit_words := $(foreach v,seed visit_gap_s ttl_s,$(WORK)/stated/$(v))
visits := $(until_closed) $(visit_words)

$(eval $(call result,period periodogram fold,period,$(visits)))
$(data)/period.csv $(data)/periodogram.csv $(data)/fold.csv &:
	$(launch) $(LIBEXEC)/dielog-period $(on_visits) --draws 99 $(if $(ttl_s),,--find-ttl) --periodogram $(data)/periodogram.csv \
	  --fold $(data)/fold.csv -o $(data)/period.csv

$(eval $(call result,cadence cadence_parts cadence_gaps,cadence,$(visits)))
$(data)/cadence.csv $(data)/cadence_parts.csv $(data)/cadence_gaps.csv &:
	$(launch) $(LIBEXEC)/dielog-cadence $(on_visits) --parts $(data)/cadence_parts.csv \
	  --gaps $(data)/cadence_gaps.csv -o $(data)/cadence.csv

# All pairs of a client and a target, where the case asks for them.  On a cluster there are `shards` (dielog report --slurm says how
# many), each a job; the table, which rests on all pairs, is made of their parts, and parts that are gone make nothing stale.
shards :=
optional := screen
ifneq ($(screen),)
screened := $(LIBEXEC)/dielog-screen --group client,target --time time $(on_closed) $(visit_options)
ifeq ($(shards),)
$(eval $(call result,screen,screen,$(visits)))
$(data)/screen.csv:
	$(launch) $(screened) -o $@
else
parts := $(patsubst %,$(WORK)/screen/%-of-$(shards).part,$(shell seq $(shards)))
$(eval $(call result,screen,screen,$(visits) $(parts)))
.SECONDARY: $(parts)
$(parts): $(WORK)/screen/%.part: $(LIBEXEC)/dielog-screen $(visits)
	@mkdir -p $(@D)
	$(launch) $(screened) --jobs 1 --shard $(firstword $(subst -of-, ,$*)) --shards $(shards) -o $@
$(data)/screen.csv:
	$(LIBEXEC)/dielog-screen --merge $(parts) -o $@
	@rm -rf $(WORK)/screen
endif
endif

$(eval $(call result,cache cache_hours cache_gaps,cache,$(visits)))
$(data)/cache.csv $(data)/cache_hours.csv $(data)/cache_gaps.csv &:
	$(launch) $(LIBEXEC)/dielog-cache $(on_visits) --draws 199 --by-hour $(data)/cache_hours.csv \
	  --gaps $(data)/cache_gaps.csv -o $(data)/cache.csv

# A cache stands behind an address: the busiest clients by themselves, where a TTL is stated.
$(eval $(call result,cache_client cache_parts,cache,$(visits)))
$(data)/cache_client.csv $(data)/cache_parts.csv &:
	$(launch) $(LIBEXEC)/dielog-cache --group client --most 12 --draws 199 --among --time time $(on_closed) $(visit_options) \
	  --passed $(data)/cache_parts.csv -o $(data)/cache_client.csv

zone_tables := zone_posterior zone_profiles zone_rules zone_year zone_countries
zone_parties := $(if $(filter learned,$(profile)),$(WORK)/plan/parties.csv)
$(eval $(call result,zone $(zone_tables),zone,$(days_list) $(day_files) $(observed) $(zone_parties) $(foreach v,profile holidays visit_gap_s,$(WORK)/stated/$(v))))
zone_of := $(LIBEXEC)/dielog-zone --profile $(profile) $(zone_parties:%=--parties %) $(if $(holidays),--holidays) --visit-gap $(visit_gap_s)
$(data)/zone.csv $(zone_tables:%=$(data)/%.csv) &:
	$(launch) $(zone_of) $(on_times) \
	  $(foreach table,$(zone_tables),--$(table:zone_%=%) $(data)/$(table).csv) -o $(data)/zone.csv

$(eval $(call result,rhythm measures actogram,rhythm,$(days_list) $(day_files) $(observed) $(data)/zone.csv $(WORK)/plan/parties.csv \
  $(foreach v,seed zone_a zone_b,$(WORK)/stated/$(v))))
$(data)/rhythm.csv $(data)/measures.csv $(data)/actogram.csv &:
	$(launch) $(LIBEXEC)/dielog-rhythm $(on_times) --all --seed $(seed) $(if $(zone_a),--clocks $(zone_a)$(comma)$(zone_b)) \
	  --found $(data)/zone.csv --parties $(WORK)/plan/parties.csv --measures $(data)/measures.csv --actogram $(data)/actogram.csv --actogram-bin 30m -o $(data)/rhythm.csv

# One zone or two; the stated ones of [zones] against each other.  Of the profiles it knows the offices' and the developers'.
mixture_profile := $(or $(filter office developer,$(profile)),any)
mixture := $(addprefix $(data)/mixture,.csv _pairs.csv _propositions.csv _sessions.csv _time.csv)
$(eval $(call result,mixture mixture_pairs mixture_propositions mixture_sessions mixture_time,mixture,$(until_closed) \
  $(foreach v,profile visit_gap_s seed ttl_s zone_a zone_b,$(WORK)/stated/$(v))))
$(mixture) &:
	$(launch) $(LIBEXEC)/dielog-mixture --group party --time time $(on_closed) --all --profile $(mixture_profile) --visit-gap $(visit_gap_s) --seed $(seed) \
	  $(if $(ttl_s),--cached) $(if $(zone_a),--zone-a $(zone_a) --zone-b $(zone_b)) --pairs $(data)/mixture_pairs.csv \
	  --propositions $(data)/mixture_propositions.csv --sessions $(data)/mixture_sessions.csv \
	  --over-time $(data)/mixture_time.csv -o $(data)/mixture.csv

# What made the visits: each party under each proposition.  Names and zones were weighed before, on the same days; people's hours go by a zone that is
# stated or was found.
found := $(if $(filter-out $(closed),$(recent)),$(WORK)/span/found.csv,$(data)/zone.csv)
$(WORK)/span/found.csv: $(LIBEXEC)/dielog-zone $(until_closed) $(zone_parties) $(foreach v,profile holidays visit_gap_s,$(WORK)/stated/$(v))
	$(launch) $(zone_of) --group party --time time $(on_closed) -o $@
weigh := $(addprefix $(data)/weigh,.csv _each.csv _pairs.csv _features.csv _blocks.csv)
$(eval $(call result,weigh weigh_each weigh_pairs weigh_features weigh_blocks,weigh,$(visits) $(data)/names.csv \
  $(data)/mixture_propositions.csv $(found) $(WORK)/plan/parties.csv $(foreach v,propositions zone_a zone_b,$(WORK)/stated/$(v))))
$(weigh) &:
	$(launch) $(LIBEXEC)/dielog-weigh $(on_visits) --client client --question action,target $(if $(zone_a),--clocks $(zone_a)$(comma)$(zone_b)) \
	  --found $(found) --parties $(WORK)/plan/parties.csv $(if $(propositions),--propositions $(subst $(space),$(comma),$(strip $(propositions)))) \
	  --names $(data)/names.csv --zones $(data)/mixture_propositions.csv --each $(data)/weigh_each.csv \
	  --pairs $(data)/weigh_pairs.csv --features $(data)/weigh_features.csv --blocks $(data)/weigh_blocks.csv -o $(data)/weigh.csv

$(eval $(call result,window window_tests window_groups window_variants,window,$(days_list) $(day_files) $(observed) \
  $(WORK)/span/events.csv $(WORK)/stated/seed $(WORK)/stated/visit_gap_s))
$(data)/window.csv $(data)/window_tests.csv $(data)/window_groups.csv $(data)/window_variants.csv &:
	$(launch) $(LIBEXEC)/dielog-window $(on_times) --events $(WORK)/span/events.csv --visit-gap $(visit_gap_s) --seed $(seed) \
	  --tests $(data)/window_tests.csv --groups $(data)/window_groups.csv --variants $(data)/window_variants.csv \
	  -o $(data)/window.csv

$(eval $(call result,epoch epoch_test,epoch,$(days_list) $(day_files) $(observed) $(WORK)/span/events.csv \
  $(WORK)/stated/seed $(WORK)/stated/visit_gap_s))
$(data)/epoch.csv $(data)/epoch_test.csv &:
	$(launch) $(LIBEXEC)/dielog-epoch $(on_times) --events $(WORK)/span/events.csv --visit-gap $(visit_gap_s) --seed $(seed) \
	  --test $(data)/epoch_test.csv -o $(data)/epoch.csv

$(eval $(call result,spikes spike_days spike_parties spike_makeup spike_matches,spike,$(days_list) $(day_files) $(observed) \
  $(WORK)/span/events.csv $(WORK)/stated/visit_gap_s))
$(data)/spikes.csv $(data)/spike_days.csv $(data)/spike_parties.csv $(data)/spike_makeup.csv $(data)/spike_matches.csv &:
	$(launch) $(LIBEXEC)/dielog-spike $(on_times) --events $(WORK)/span/events.csv --visit-gap $(visit_gap_s) \
	  --days $(data)/spike_days.csv --parties $(data)/spike_parties.csv --makeup $(data)/spike_makeup.csv \
	  --matches $(data)/spike_matches.csv -o $(data)/spikes.csv

$(eval $(call result,change change_levels,change,$(days_list) $(day_files) $(observed) $(visit_words)))
$(data)/change.csv $(data)/change_levels.csv &:
	$(launch) $(LIBEXEC)/dielog-change $(on_times) --visit-gap $(visit_gap_s) $(if $(ttl_s),--period $(ttl_s)) --seed $(seed) \
	  --levels $(data)/change_levels.csv -o $(data)/change.csv

# Tables that go out as they are.
copies := inputs rejects observed looked sensors parties events stated
results += $(copies)
copy_of = $(data)/$(1).csv: $(WORK)/$(2)/$(1).csv
$(foreach t,inputs rejects observed looked sensors events,$(eval $(call copy_of,$(t),span)))
$(foreach t,parties stated,$(eval $(call copy_of,$(t),plan)))
$(copies:%=$(data)/%.csv):
	@cp $< $@.tmp && sync $@.tmp && mv $@.tmp $@

results: $(results:%=$(data)/%.csv)
	@:

# --- figures and pages ---------------------------------------------------------------------
# A figure needs the results that it shows, and the tables that every figure looks at.

about := $(foreach t,inputs observed parties events share,$(data)/$(t).csv)
scripts := $(wildcard $(LIBEXEC)/render/*.gp)

# A figure's files; within its folder draw.gp stands for all that draws it again.
files_of = $(foreach x,.pdf .svg .png -slide.png /draw.gp,$(figure)/$(1)$(x))

# $(call draw,NAME,RESULTS): the figure's rule, and its name as a goal
define draw
figures += $(1)
.PHONY: figure-$(1)
figure-$(1): $(call files_of,$(1))
$(call files_of,$(1)) &: $(LIBEXEC)/dielog-figure $(2:%=$(data)/%.csv) $(about) $(scripts) \
  $(WORK)/plan/case.ini
	$(LIBEXEC)/dielog-figure $(1) --case $(WORK)/plan/case.ini --data $(data) --known $(WORK)/drawn/$(1) -o $(figure)/$(1)
endef
$(eval $(call draw,front,records coverage measures))
$(eval $(call draw,raster,records coverage zone measures))
$(eval $(call draw,week,rhythm measures))
$(eval $(call draw,daily,daily))
$(eval $(call draw,share,share share_client))
$(eval $(call draw,autocorrelation,autocorrelation autocorrelation_clock))
$(eval $(call draw,period,periodogram period))
$(eval $(call draw,fold,fold period))
$(eval $(call draw,gaps,cadence_gaps cache cache_gaps))
$(eval $(call draw,parts,cadence_parts cadence))
$(eval $(call draw,passed,cache_parts cache_client share_client))
$(eval $(call draw,zone,zone zone_posterior rhythm))
$(eval $(call draw,clock,zone_year zone))
$(eval $(call draw,mixture,mixture mixture_pairs mixture_propositions mixture_time))
$(eval $(call draw,weigh,weigh weigh_pairs))
$(eval $(call draw,window,window))
$(eval $(call draw,spike,spike_days spikes))
$(eval $(call draw,change,change change_levels))
$(eval $(call draw,epoch,epoch epoch_test))
$(eval $(call draw,answers,service service_days))
$(eval $(call draw,together,couple couple_curve))
$(eval $(call draw,coverage,coverage sensors))

drawn := $(foreach name,$(figures),$(call files_of,$(name)))

# The pages show the PDF of a figure; its other formats are asked for too, since a run that was killed
# may have left them behind.
$(pages) &: $(LIBEXEC)/dielog-compose $(WORK)/plan/case.ini $(results:%=$(data)/%.csv) \
  $(drawn)
	$(LIBEXEC)/dielog-compose --case $(WORK)/plan/case.ini --data $(data) --figures $(figure) -o $(OUT)/report.pdf

# --- the data package ------------------------------------------------------------------------
# The results as they are published.  datapackage.json is written last and stands for all of
# them; one that somebody removed is published again, and what the case asked for once, and asks for no more, is removed.

published := $(results:%=$(OUT)/data/%.csv)
no_more := $(wildcard $(patsubst %,$(OUT)/data/%.csv,$(filter-out $(results),$(optional))))
$(package): $(LIBEXEC)/dielog-package $(WORK)/plan/case.ini $(results:%=$(data)/%.csv) \
  $(if $(no_more)$(filter-out $(wildcard $(published)),$(published)),FORCE)
	$(LIBEXEC)/dielog-package --from $(data) -o $(@D) --case $(WORK)/plan/case.ini $(results:%=%.csv)
	@rm -f $(no_more)

# --- the manifest ------------------------------------------------------------------------------
# Of every file of the report, as `sha256sum -c report.sha256` reads it in the report's folder.  A pipe does not tell that
# it was written in part: what comes out of sort is as long as what went in.

manifested := $(patsubst $(OUT)/%,%,$(sort $(pages) $(drawn) $(published) $(package)))
$(manifest): $(pages) $(package) $(drawn)
	@cd $(@D) && found=$$(find tables $(figures:%=figures/%) -name "*.csv" -o -name "*.gp" ! -name draw.gp) && sorted=$$(echo "$$found" | sort) && \
	  [ $${#sorted} -eq $${#found} ] && sha256sum -- $(manifested) $$sorted > $(@F).tmp && sync $(@F).tmp && mv $(@F).tmp $(@F) || \
	  { echo "dielog: error: cannot write $@" >&2; exit 1; }

endif
endif
