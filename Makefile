# The build.  `make help` lists what it can do; the pipeline itself is pipeline/case.mk.
# One makefile, no recursion: a new .c file in a room is found by its name
# (*_main.c is a program dielog-<verb>, *.sh beside it too, everything else is library).

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

VERSION := 0.1.0
prefix ?= /usr/local
BUILD ?= build
CASE ?= fixtures/cases/lookups

# --- what the system must have ------------------------------------------------
PACKAGES_BUILD := gcc libc6-dev make pkg-config libgsl-dev libfftw3-dev libcsv-dev \
  libcairo2-dev libpango1.0-dev libpoppler-glib-dev libarchive-dev libinih-dev \
  libxxhash-dev libssl-dev
PACKAGES_RUN := gnuplot-nox fonts-inter fonts-noto-core tzdata
PACKAGES_CHECK := libcmocka-dev mandoc perl poppler-utils qpdf librsvg2-bin libxml2-utils \
  bzip2 xz-utils zstd lz4
PACKAGES_LINT := clang-tidy cppcheck shellcheck
include pipeline/packages.mk

# --- flags ----------------------------------------------------------------------
PKG_CONFIG ?= pkg-config
PC_BASE := inih libxxhash libcrypto
PC_PIPELINE := libarchive
PC_STATS := gsl fftw3
PC_RENDER := cairo cairo-pdf pangocairo pangofc poppler-glib
pc_flags = $(if $(filter help install-% clean distclean dist,$(MAKECMDGOALS)),,$(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null))
pc_libs = $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null)

CSTD := -std=gnu11
OPTIMIZE ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes \
  -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wunused-result
HARDENING := -fstack-protector-strong -fPIE
LDHARDENING := -pie -Wl,-z,relro,-z,now
SANITIZE ?=
CPPFLAGS_ALL := -Ipipeline -Istats -Irender -DDIELOG_VERSION='"$(VERSION)"' -D_GNU_SOURCE $(CPPFLAGS)
CFLAGS_ALL := $(CSTD) $(OPTIMIZE) $(WARNINGS) $(if $(SANITIZE),,$(HARDENING) -D_FORTIFY_SOURCE=2) $(SANITIZE) $(CFLAGS)

# Floating point must not depend on the machine: no fused multiply-add.
CFLAGS_ALL += -ffp-contract=off

# --- what there is to build -----------------------------------------------------
ROOMS := pipeline stats render fixtures
sources := $(wildcard $(foreach r,$(ROOMS),$(r)/*.c)) $(wildcard pipeline/base/*.c pipeline/formats/*.c)
mains := $(filter %_main.c,$(sources))
front := $(wildcard pipeline/dielog.c)
modules := $(filter-out $(mains) $(front),$(sources))
scripts := $(wildcard $(foreach r,$(ROOMS),$(r)/*_main.sh))
verb_of = $(patsubst %_main,%,$(basename $(notdir $(1))))
program_of = $(BUILD)/libexec/dielog-$(subst _,-,$(call verb_of,$(1)))
programs := $(foreach m,$(mains) $(scripts),$(call program_of,$(m)))
object_of = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIBRARY := $(BUILD)/libdielog.a
manuals := $(wildcard pipeline/*.[1-8] stats/*.[1-8] render/*.[1-8] fixtures/*.[1-8])

.PHONY: all
all: $(if $(front),$(BUILD)/dielog) $(programs) $(if $(wildcard pipeline/case.mk),$(BUILD)/libexec/case.mk) $(BUILD)/libexec/render.stamp

# Objects of a room see the headers of its own libraries alone.
$(BUILD)/obj/pipeline/base/%.o: room_flags = $(base_flags)
$(BUILD)/obj/pipeline/%.o: room_flags = $(base_flags) $(pipeline_flags)
$(BUILD)/obj/stats/%.o: room_flags = $(stats_flags)
$(BUILD)/obj/fixtures/%.o: room_flags = $(stats_flags)
$(BUILD)/obj/render/%.o: room_flags = $(render_flags)
base_flags := $(call pc_flags,$(PC_BASE))
pipeline_flags := $(call pc_flags,$(PC_PIPELINE))
stats_flags := $(call pc_flags,$(PC_STATS))
render_flags := $(call pc_flags,$(PC_RENDER))

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(room_flags) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
-include $(patsubst %.o,%.d,$(call object_of,$(sources)))

$(LIBRARY): $(call object_of,$(modules))
	@rm -f $@
	$(AR) rcs $@ $^

libs_base = $(call pc_libs,$(PC_BASE)) -lcsv -lm
$(BUILD)/dielog: room_libs = $(libs_base)
$(foreach m,$(filter pipeline/%,$(mains)),$(call program_of,$(m))): room_libs = $(call pc_libs,$(PC_PIPELINE)) $(libs_base)
$(foreach m,$(filter stats/% fixtures/%,$(mains)),$(call program_of,$(m))): room_libs = $(call pc_libs,$(PC_STATS)) $(libs_base)
$(foreach m,$(filter render/%,$(mains)),$(call program_of,$(m))): room_libs = $(call pc_libs,$(PC_RENDER)) $(libs_base)

define program_rule
$(call program_of,$(1)): $(call object_of,$(1)) $(LIBRARY)
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS_ALL) $(if $(SANITIZE),,$$(LDHARDENING)) $$(LDFLAGS) -o $$@ $$^ $$(room_libs)
endef
$(foreach m,$(mains),$(eval $(call program_rule,$(m))))

define script_rule
$(call program_of,$(1)): $(1)
	@mkdir -p $$(@D)
	cp $$< $$@ && chmod 755 $$@
endef
$(foreach s,$(scripts),$(eval $(call script_rule,$(s))))

$(BUILD)/dielog: $(call object_of,$(front)) $(LIBRARY)
	$(CC) $(CFLAGS_ALL) $(if $(SANITIZE),,$(LDHARDENING)) $(LDFLAGS) -o $@ $^ $(room_libs)

$(BUILD)/libexec/case.mk: pipeline/case.mk
	@mkdir -p $(@D)
	cp $< $@
# What render reads at run time (gnuplot's scripts) lies beside the programs.
$(BUILD)/libexec/render.stamp: $(wildcard render/*.gp)
	@mkdir -p $(BUILD)/libexec/render
	$(if $(wildcard render/*.gp),cp $(wildcard render/*.gp) $(BUILD)/libexec/render/)
	touch $@

# --- tests ----------------------------------------------------------------------
# Unit tests mirror the rooms: tests/unit/<room>/test_<module>.c, a program each (cmocka, TAP).
unit_sources := $(wildcard tests/unit/*/test_*.c)
unit_tests := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(unit_sources))
script_tests := $(sort $(wildcard tests/t[0-9]*.sh))
PROVE_JOBS ?= $(shell nproc 2>/dev/null || echo 2)

$(BUILD)/tests/base/% $(BUILD)/tests/pipeline/%: room_test = $(base_flags) $(pipeline_flags)
$(BUILD)/tests/base/% $(BUILD)/tests/pipeline/%: room_libs = $(call pc_libs,$(PC_PIPELINE)) $(libs_base)
$(BUILD)/tests/stats/% $(BUILD)/tests/fixtures/%: room_test = $(stats_flags)
$(BUILD)/tests/stats/% $(BUILD)/tests/fixtures/%: room_libs = $(call pc_libs,$(PC_STATS)) $(libs_base)
$(BUILD)/tests/render/%: room_test = $(render_flags)
$(BUILD)/tests/render/%: room_libs = $(call pc_libs,$(PC_RENDER)) $(libs_base)
$(unit_tests): $(BUILD)/tests/%: tests/unit/%.c $(LIBRARY) $(wildcard tests/unit/*.h)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Itests/unit -Ifixtures $(room_test) $(CFLAGS_ALL) -Wno-missing-prototypes $(LDFLAGS) -o $@ $< $(LIBRARY) $(room_libs) -lcmocka

# Libraries to preload that break the disk on purpose.
faults := $(patsubst tests/faults/%.c,$(BUILD)/faults/%.so,$(wildcard tests/faults/*.c))
$(BUILD)/faults/%.so: tests/faults/%.c
	@mkdir -p $(@D)
	$(CC) $(CSTD) -O2 -Wall -Wextra -D_GNU_SOURCE -shared -fPIC -o $@ $< -ldl

.PHONY: tests
tests: $(unit_tests) $(faults)
.PHONY: check
check: all tests
	CMOCKA_MESSAGE_OUTPUT=TAP BUILD=$(BUILD) LC_ALL=C.UTF-8 prove --timer -j$(PROVE_JOBS) --exec '' $(unit_tests) $(script_tests)
