# make demo       the main job on the sample data; installs what is missing and builds first
# make test       builds and runs every test
# make install    PREFIX=/usr/local DESTDIR=
# make reference  remakes Tests/Reference where R is installed
# make property   changes every record of the plans in seeds/plans: exactly the indicators that depend on it change
# make fuzz       SECONDS=60
# make bench      measures beside polars, DuckDB, svy, pyarrow and R; QUICK=1, CASES=plain-1m,growth, KEEP=1
SHELL := /bin/bash
VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
SECONDS ?= 60

# pkg-config wants the spaces of a path escaped.
EMPTY :=
SPACE := $(EMPTY) $(EMPTY)

TOOL := .build/release/survey-stats
LIBRARY := .build/release/libsurveystats.so
OFFICE := seeds/surveys/office
DEMO_PLAN := seeds/plans/xinyi-103.yaml
# The command that README and the manual show; a test compares them.
DEMO := $(TOOL) summary $(OFFICE)-counter-103.csv --prior $(OFFICE)-counter-102.csv --codebook $(OFFICE)-codebook.yaml \
  --margins $(OFFICE)-population.csv --rake $(OFFICE)-population.csv --issued 500 --returned 480 \
  --sampling systematic --from 102年 --to 103年 --lang zh-TW
SOURCES := $(shell find Sources include -type f) Package.swift

.PHONY: demo build test install uninstall reference property fuzz bench lint clean

demo: $(TOOL)
	@echo '$$ $(DEMO)'
	@echo
	@$(DEMO)
	@echo
	@echo '$$ $(TOOL) report $(DEMO_PLAN) --output .build/report.html'
	@$(TOOL) report $(DEMO_PLAN) --output .build/report.html
	@$(TOOL) plan evaluate $(DEMO_PLAN) --lang zh-TW | sed -n '1,5p'
	@echo "The report of the plan's year, to be opened in a browser or printed: .build/report.html"

build: $(TOOL)

$(TOOL) $(LIBRARY) &: $(SOURCES)
	@.ci/install-dependencies.sh build
	swift build -c release --static-swift-stdlib
	@# A program that is linked with the library asks for it by this name.
	@ln -sf libsurveystats.so $(LIBRARY).0
	@touch $(TOOL) $(LIBRARY)

test:
	@.ci/install-dependencies.sh test
	@Tests/run.sh

lint:
	swift format lint --strict --recursive Sources Tests examples Benchmarks/Sources Benchmarks/Package.swift Package.swift

reference:
	Tests/Reference/make-references.sh
	python3 Tests/Reference/exact-sums.py

property: $(TOOL)
	@.ci/install-dependencies.sh test
	@Tests/Property/run.sh

fuzz:
	Tests/Fuzz/run.sh $(SECONDS)

# Peers come into an environment of their own; where no package index is reachable, those that are there are measured.
bench: $(TOOL)
	@.ci/install-dependencies.sh test
	@Benchmarks/run.sh $(if $(QUICK),--quick) $(if $(CASES),--cases '$(CASES)') $(if $(CONTENDERS),--contenders '$(CONTENDERS)') $(if $(KEEP),--keep)

# A static archive is not installed: it would need the Swift runtime's archives beside it at every link,
# and the shared library already carries all it needs.
install: build
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/include' '$(DESTDIR)$(PREFIX)/lib/pkgconfig' '$(DESTDIR)$(PREFIX)/lib/cmake/surveystats' '$(DESTDIR)$(PREFIX)/share/man/man1'
	install -m 755 $(TOOL) '$(DESTDIR)$(PREFIX)/bin/survey-stats'
	install -m 644 include/surveystats.h '$(DESTDIR)$(PREFIX)/include/surveystats.h'
	install -m 755 $(LIBRARY) '$(DESTDIR)$(PREFIX)/lib/libsurveystats.so.$(VERSION)'
	ln -sf libsurveystats.so.$(VERSION) '$(DESTDIR)$(PREFIX)/lib/libsurveystats.so.0'
	ln -sf libsurveystats.so.0 '$(DESTDIR)$(PREFIX)/lib/libsurveystats.so'
	sed -e 's|@PREFIX@|$(subst $(SPACE),\\ ,$(PREFIX))|' -e 's|@VERSION@|$(VERSION)|' include/surveystats.pc.in > '$(DESTDIR)$(PREFIX)/lib/pkgconfig/surveystats.pc'
	sed -e 's|@VERSION@|$(VERSION)|' include/surveystats-config.cmake.in > '$(DESTDIR)$(PREFIX)/lib/cmake/surveystats/surveystats-config.cmake'
	sed -e 's|@VERSION@|$(VERSION)|' include/surveystats-config-version.cmake.in > '$(DESTDIR)$(PREFIX)/lib/cmake/surveystats/surveystats-config-version.cmake'
	install -m 644 docs/survey-stats.1 '$(DESTDIR)$(PREFIX)/share/man/man1/survey-stats.1'

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/survey-stats' '$(DESTDIR)$(PREFIX)/include/surveystats.h' '$(DESTDIR)$(PREFIX)'/lib/libsurveystats.so{,.0,.$(VERSION)} '$(DESTDIR)$(PREFIX)/lib/pkgconfig/surveystats.pc' '$(DESTDIR)$(PREFIX)/share/man/man1/survey-stats.1'
	rm -rf '$(DESTDIR)$(PREFIX)/lib/cmake/surveystats'

clean:
	rm -rf .build .build-tests .build-bench Benchmarks/.data
